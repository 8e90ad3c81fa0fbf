"""What may be lost: conversation state, limits, locks. One interface, two stores behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4


class State(Protocol):
    """Keys with values that JSON can hold and that expire after so many seconds."""

    def add(self, key: str, value: Any, seconds: int) -> bool:
        """Sets the key unless it is there; whether it was set."""

    def get(self, key: str) -> Any:
        """The value; None when it is absent or expired."""

    def set(self, key: str, value: Any, seconds: int) -> None:
        """Sets the key, whatever it held."""

    def delete(self, key: str, only: Any = None) -> None:
        """Removes the key; with `only`, if it holds just that."""

    def count(self, key: str, seconds: int) -> int:
        """Adds one to a counter that lives `seconds` from its first count; its value after."""


@contextmanager
def lock(state: State, key: str, seconds: int) -> Iterator[bool]:
    """Whether this holder has the lock within the block; it dies with its time."""
    mine = uuid4().hex
    held = state.add(f"lock:{key}", mine, seconds)
    try:
        yield held
    finally:
        if held:
            state.delete(f"lock:{key}", only=mine)


def open_state(redis_url: str, data_dir: Path) -> State:
    """The Redis server at `redis_url`, or the embedded store in `data_dir`."""
    if redis_url:
        from bot.state.redis_state import RedisState

        return RedisState(redis_url)
    from bot.state.sqlite_state import SqliteState

    return SqliteState(data_dir / "state.sqlite")
