"""Redis stopped, hung and restarted empty, under web and worker as processes of their own."""

import signal
from collections.abc import Callable

import pytest

from tests.bot.farmers import ASKED, Farmers
from tests.bot.installation import Installation, until
from tests.bot.redis_server import Server
from tests.bot.wechat_stand_in import StandIn

UNKNOWN, ANSWER = "榴莲苗怎么嫁接", "县里不种榴莲。"


def stopped(server: Server, wait: Callable[[], None]) -> None:
    server.stop()
    wait()
    server.start()


def hung(server: Server, wait: Callable[[], None]) -> None:
    server.process.send_signal(signal.SIGSTOP)
    wait()
    server.process.send_signal(signal.SIGCONT)


def hung_then_stopped(server: Server, wait: Callable[[], None]) -> None:
    server.process.send_signal(signal.SIGSTOP)
    wait()
    server.stop()
    wait()
    server.start()


def restarted_empty(server: Server, wait: Callable[[], None]) -> None:
    server.stop()
    server.start()
    wait()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("befalls", [stopped, hung, hung_then_stopped, restarted_empty])
def test_every_message_is_answered_once_and_the_worker_goes_on(
    on_redis: Installation,
    server: Server,
    real_platform: StandIn,
    befalls: Callable[[Server, Callable[[], None]], None],
) -> None:
    on_redis.start_web()
    worker = on_redis.start_worker()
    right = {text: on_redis.push(text, number) for number, text in enumerate(ASKED, 1)}
    assert all(right.values()) and on_redis.push(UNKNOWN, 9)
    farmers = Farmers(on_redis)
    with farmers.writing():
        farmers.wait()
        befalls(server, farmers.wait)
        on_redis.staff_answers(ANSWER)
        farmers.wait()
    assert not farmers.unheard
    assert [text for text, reply in farmers.said.values() if reply != right[text]] == []
    until(lambda: real_platform.sent, "the worker's going on")
    again = {number: (text, on_redis.push(text, number)) for number, (text, _) in farmers.said.items()}
    assert again == farmers.said
    assert on_redis.inbound() == [("done", 0)] * (len(ASKED) + 1 + len(farmers.said))
    assert worker.poll() is None
    ((_, text),) = real_platform.sent
    assert ANSWER in text


@pytest.mark.timeout(300)
def test_it_starts_without_redis_and_uses_it_once_it_comes(
    on_redis: Installation, server: Server, real_platform: StandIn
) -> None:
    server.stop()
    on_redis.start_web()
    on_redis.start_worker()
    assert on_redis.push(ASKED[0], 1) and on_redis.push(UNKNOWN, 9)
    on_redis.staff_answers(ANSWER)
    server.start()
    until(lambda: real_platform.sent, "the worker's start")
    ((_, text),) = real_platform.sent
    assert ANSWER in text
