"""Connections to a PostgreSQL server that nobody waits on for longer than he has time."""

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

from knowledge import deadline

CONNECT_SECONDS = 2
_LOOK_SECONDS = 0.1
T = TypeVar("T")


class Bounded(psycopg.Connection[Any]):
    """A connection that is closed when its server does not answer by the thread's deadline."""

    def wait(self, gen: PQGen[T], interval: float = _LOOK_SECONDS, timeout: float | None = None) -> T:
        """Like the driver's own; raises OperationalError when the thread's time, or `timeout`, is over."""
        try:
            return super().wait(gen, interval, deadline.left() if timeout is None else timeout)
        except psycopg.OperationalError:
            # What the server has said no to is over; here it has not said anything.
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()
                raise psycopg.OperationalError("the server did not answer in time") from None
            raise


def connect(*arguments: Any, **parameters: Any) -> Bounded:
    """A connection; raises OperationalError, at once in a thread that has had its time."""
    if deadline.is_past():
        raise psycopg.OperationalError("no time is left to connect")
    return Bounded.connect(*arguments, **parameters)
