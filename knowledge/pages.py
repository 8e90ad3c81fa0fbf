"""A page of another site: what is asked for, and what came."""

import hashlib
from dataclasses import astuple, dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: a GET, or a POST of `form` fields or of a `json` text.

    `part` is the source's own word for what the page holds ("list", "detail"), so that it knows how to read it.
    """

    url: str
    form: tuple[tuple[str, str], ...] = ()
    json: str = ""
    referer: str = ""
    part: str = ""

    @property
    def key(self) -> str:
        """The same for two asks that bring the same page."""
        return hashlib.sha256(repr(astuple(self)).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """What came: the body unpacked but not decoded, and where it was found after redirects."""

    ask: Ask
    url: str
    content_type: str
    body: bytes
    fetched_at: datetime

    @property
    def sha256(self) -> str:
        """The body's hash, under which it is kept."""
        return hashlib.sha256(self.body).hexdigest()
