"""One night at a time, on whatever machine: the lock dies with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from knowledge.db import Store

# Any number that no other lock of this database has.
_NIGHT = 430725


class AnotherNight(Exception):
    """A night is running already."""

    def __init__(self) -> None:
        super().__init__("今晚的抓取正在进行，等它完了再来。")


@contextmanager
def only_night(store: Store, data_dir: Path) -> Iterator[None]:
    """Holds the lock for the block; raises AnotherNight at once where somebody else does."""
    with _of_file(data_dir / "night.lock") if store.is_sqlite else _of_database(store):
        yield


@contextmanager
def _of_file(path: Path) -> Iterator[None]:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _taken(file)
        yield
    finally:
        os.close(file)


def _taken(file: int) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AnotherNight from None


@contextmanager
def _of_database(store: Store) -> Iterator[None]:
    with store.engine.connect() as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(_NIGHT))):
            raise AnotherNight
        connection.commit()
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(_NIGHT)))
