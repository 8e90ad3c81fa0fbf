"""Taking turns at an SQLite file."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FIRST_SLEEP, _LONGEST_SLEEP = 0.0001, 0.002


class Turn:
    """Lets SQLite's writers wait for one another in short steps, with an end to the waiting.

    SQLite's own waiting sleeps for growing times up to 0.1 s, and sixteen writers then spend most of theirs asleep.
    Threads of one process wait in memory, so that few processes are ever at the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.Lock()
        self._file: int | None = None

    @contextmanager
    def __call__(self, seconds: float = 60.0) -> Iterator[None]:
        """The turn within the block; raises TimeoutError when it does not come in so many seconds."""
        until = time.monotonic() + seconds
        if not self._thread.acquire(timeout=seconds):
            raise TimeoutError(f"{self._path.name}: another thread has been writing for {seconds} s")
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._take(self._file, until)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._thread.release()

    def _take(self, file: int, until: float) -> None:
        pause = _FIRST_SLEEP
        while True:
            try:
                return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise TimeoutError(f"{self._path.name}: another process has been writing for too long") from None
                time.sleep(pause)
                pause = min(_LONGEST_SLEEP, pause * 1.5)
