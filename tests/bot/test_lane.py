"""Messages go one after the other, and never behind one that is stuck."""

import threading

from bot.lane import Lane


def test_one_is_let_through_at_a_time() -> None:
    lane, inside, most = Lane(), [0], [0]

    def pass_through() -> None:
        for _ in range(200):
            with lane():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=pass_through) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_one_that_is_stuck_is_driven_around() -> None:
    lane, stuck, done = Lane(), threading.Event(), threading.Event()

    def stay() -> None:
        with lane():
            stuck.set()
            done.wait(20)

    holder = threading.Thread(target=stay)
    holder.start()
    stuck.wait(20)
    for _ in range(3):
        with lane():
            assert holder.is_alive()
    done.set()
    holder.join()
    with lane():
        pass
