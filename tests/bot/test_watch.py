"""Of a slow message and the watch over it, one alone speaks."""

import threading
from collections.abc import Callable

from bot.watch import Watch


def test_what_is_in_time_is_left_alone() -> None:
    asked, watch = threading.Event(), Watch(0.2)
    with watch.over(lambda: asked.set):
        pass
    assert not asked.wait(0.6)


def test_what_is_too_late_is_answered_for() -> None:
    said, watch = threading.Event(), Watch(0.05)
    with watch.over(lambda: said.set):
        assert said.wait(20)


def test_what_ends_while_its_answer_is_prepared_speaks_for_itself() -> None:
    preparing, left, said, watch = threading.Event(), threading.Event(), threading.Event(), Watch(0.05)

    def prepare() -> Callable[[], None]:
        preparing.set()
        left.wait(20)
        return said.set

    with watch.over(prepare):
        assert preparing.wait(20)
    left.set()
    assert not said.wait(0.3)


def test_a_fault_in_one_answer_leaves_the_watch_awake() -> None:
    said, watch = threading.Event(), Watch(0.05)

    def broken() -> Callable[[], None]:
        raise ZeroDivisionError

    with watch.over(broken), watch.over(lambda: said.set):
        assert said.wait(20)


def test_a_watch_with_nothing_to_see_sleeps_and_is_woken_again() -> None:
    watch, said = Watch(0.05), threading.Event()
    with watch.over(lambda: said.set):
        assert said.wait(20)
    for thread in threading.enumerate():
        if thread.name == "watch":
            thread.join(20)
            assert not thread.is_alive()
    said.clear()
    with watch.over(lambda: said.set):
        assert said.wait(20)
