"""Work that is cut off at its first write, then at its second, and so on, until it is done."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from knowledge.db import Store


def cut_off_at_each_write(store: Store, work: Callable[[], object], most: int) -> int:
    """Does the work again after each cut, until it ends by itself; returns how often it was begun, at most `most`."""
    begun = wrote = 0

    def cut(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal wrote
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE")):
            wrote += 1
            if wrote == begun:
                raise KeyboardInterrupt

    event.listen(store.engine, "before_cursor_execute", cut)
    try:
        while begun < most:
            begun, wrote = begun + 1, 0
            try:
                work()
            except KeyboardInterrupt:
                continue
            return begun
    finally:
        event.remove(store.engine, "before_cursor_execute", cut)
    raise AssertionError(f"still cut off after {most} times")
