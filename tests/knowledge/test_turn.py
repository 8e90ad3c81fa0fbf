"""Turns at a file end their waiting, between threads and between processes."""

import threading
from pathlib import Path

import pytest

from knowledge.turn import Turn


def test_a_turn_that_another_process_keeps_is_given_up(tmp_path: Path) -> None:
    # Two objects open the file twice, as two processes do.
    keeper, waiter = Turn(tmp_path / "store.turn"), Turn(tmp_path / "store.turn")
    with keeper(), pytest.raises(TimeoutError, match="another process"), waiter(0.05):
        pass
    with waiter(0.05):
        pass


def test_a_turn_that_another_thread_keeps_is_given_up(tmp_path: Path) -> None:
    turn, taken, done = Turn(tmp_path / "store.turn"), threading.Event(), threading.Event()

    def keep() -> None:
        with turn():
            taken.set()
            done.wait(20)

    keeper = threading.Thread(target=keep)
    keeper.start()
    taken.wait(20)
    with pytest.raises(TimeoutError, match="another thread"), turn(0.05):
        pass
    done.set()
    keeper.join()
    with turn(0.05):
        pass
