"""Where a browser is, and how often it may ask."""

import threading
from dataclasses import dataclass, field

from flask import request

from knowledge import caller


def address() -> str:
    """Where the browser is: what the web server in front on this machine says, and nobody else's word for it."""
    return caller.address(request.remote_addr, request.access_route)


@dataclass
class Allowance:
    """So many requests a minute from one address, counted in this process; the oldest addresses are forgotten."""

    a_minute: int
    most_addresses: int = 10_000
    _counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_seconds(self, who: str, now_seconds: float) -> int:
        """Takes one request in; 0 when it is allowed, else the seconds until one will be."""
        minute = int(now_seconds // 60)
        with self._lock:
            begun, count = self._counts.pop(who, (minute, 0))
            count = count + 1 if begun == minute else 1
            self._counts[who] = (minute, count)
            if len(self._counts) > self.most_addresses:
                self._counts.pop(next(iter(self._counts)))
        return 0 if count <= self.a_minute else max(1, 60 - int(now_seconds % 60))
