"""Pages as they were made, in this process's memory: the ones asked for last, packed."""

import gzip
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

MOST = 300
# Nothing so large is kept: a few of these would push out all pages.
MOST_BYTES = 60_000


@dataclass(frozen=True)
class Kept:
    """A page's body, packed where it grows lighter by that, and its headers without those of the packing."""

    body: bytes
    is_packed: bool
    headers: dict[str, str]

    @property
    def plain(self) -> bytes:
        """The body as it was made."""
        return gzip.decompress(self.body) if self.is_packed else self.body


@dataclass
class Shelf:
    """At most `MOST` pages by their marks; threads may share it."""

    _pages: "OrderedDict[str, Kept]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, mark: str) -> Kept | None:
        """The page of that mark, if it is here."""
        with self._lock:
            if mark in self._pages:
                self._pages.move_to_end(mark)
            return self._pages.get(mark)

    def put(self, mark: str, kept: Kept) -> None:
        """Keeps the page, and drops the one that nobody has asked for the longest."""
        if len(kept.body) > MOST_BYTES:
            return
        with self._lock:
            self._pages[mark] = kept
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)
