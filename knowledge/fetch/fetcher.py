"""Getting pages of other sites: politely, within limits, and from nowhere inside."""

import random
import string
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import quote, urlencode, urljoin

from knowledge.clock import Clock
from knowledge.fetch.addresses import Gate
from knowledge.fetch.errors import Busy, Passing, StatusRefused, TooManyRedirects
from knowledge.fetch.pace import Pace
from knowledge.fetch.robots import Robots
from knowledge.fetch.wire import Answer, Limits, Wanted, Wire
from knowledge.pages import Ask, Page

AGENT, VERSION = "Tianxun", "0.1.0"
REDIRECTS = 2
LONGEST_WAIT_SECONDS = 60.0
_REDIRECTING = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Kept:
    """An earlier fetch of the same ask: what the site said about its age, and what it brought."""

    etag: str
    last_modified: str
    url: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Fetched(Page):
    """A page with what the site says about its age, for the next fetch."""

    etag: str = ""
    last_modified: str = ""

    @property
    def kept(self) -> Kept:
        """What to hand in with the next fetch of the same ask."""
        return Kept(self.etag, self.last_modified, self.url, self.content_type, self.body)


@dataclass(frozen=True, slots=True)
class NotModified(Fetched):
    """The kept page, which the site says is still the same."""


@dataclass(slots=True)
class _Budget:
    """The seconds on the wire that are left to a page; waiting for one's turn is not counted."""

    left: float

    @contextmanager
    def spent(self) -> Iterator[float]:
        began = time.monotonic()
        try:
            yield self.left
        finally:
            self.left -= time.monotonic() - began


class Fetcher:
    """The pages of one run, for all its threads; `contact` is where a site's owner finds us."""

    def __init__(
        self,
        contact: str,
        clock: Clock,
        gate: Gate | None = None,
        pace: Pace | None = None,
        limits: Limits | None = None,
        ca_bundle: str | None = None,
    ) -> None:
        self._clock, self._gate, self._pace = clock, gate or Gate(), pace or Pace()
        self._limits = limits or Limits()
        self._wire = Wire(self._gate, self._limits, ca_bundle)
        self._agent = f"{AGENT}/{VERSION} (+{quote(contact, safe=string.punctuation)})"
        self._robots = Robots(AGENT, self._robots_txt, self._pace.now, self._pace.slow_down)

    def get(self, ask: Ask, kept: Kept | None = None) -> Fetched:
        """The page, or NotModified with the kept body; raises NotFetched after at most three tries."""
        wanted = Wanted(ask.url, {**self._headers(), **_own(ask), **_conditions(kept)}, _body(ask))
        url, answer = self._tried(wanted, checked=True)
        etag, last_modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
        now = self._clock.now()
        if kept is None and answer.status == 304:
            raise StatusRefused(304)
        if kept and answer.status == 304:
            etag, last_modified = etag or kept.etag, last_modified or kept.last_modified
            return NotModified(ask, kept.url, kept.content_type, kept.body, now, etag, last_modified)
        return Fetched(ask, url, answer.headers.get("Content-Type", ""), answer.body, now, etag, last_modified)

    def close(self) -> None:
        """Closes the run's connections."""
        self._wire.close()

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _robots_txt(self, url: str) -> bytes:
        return self._tried(Wanted(url, self._headers()), checked=False)[1].body

    def _headers(self) -> dict[str, str]:
        return {"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}

    def _tried(self, wanted: Wanted, *, checked: bool) -> tuple[str, Answer]:
        """Where the page was found and what came, after a few tries while the fault may pass."""
        budget = _Budget(self._limits.seconds)
        for attempt in range(self._limits.tries):
            try:
                return self._followed(wanted, budget, checked=checked)
            except Passing as fault:
                if attempt == self._limits.tries - 1 or fault.wait > LONGEST_WAIT_SECONDS:
                    raise
                self._pace.sleep(max(fault.wait, 2**attempt * random.uniform(0.75, 1.25)))  # noqa: S311 - spreads tries
        raise AssertionError("the last try returns or raises")

    def _followed(self, wanted: Wanted, budget: _Budget, *, checked: bool) -> tuple[str, Answer]:
        """The page after at most two redirects, each of which is let out anew."""
        for _ in range(REDIRECTS + 1):
            answer = self._asked(wanted, budget, checked=checked)
            if answer.status not in _REDIRECTING:
                return wanted.url, _accepted(answer)
            wanted = _onward(wanted, answer)
        raise TooManyRedirects

    def _asked(self, wanted: Wanted, budget: _Budget, *, checked: bool) -> Answer:
        site = self._gate.site(wanted.url)
        if checked:
            self._robots.check(f"{site.scheme}://{site.netloc}", site.key, wanted.url)
        with self._pace.turn(site.key), budget.spent() as seconds:
            return self._wire.ask(wanted, site.key, seconds)


def _own(ask: Ask) -> dict[str, str]:
    """The headers that belong to the ask itself."""
    headers = {"Referer": ask.referer} if ask.referer else {}
    if ask.json:
        headers["Content-Type"] = "application/json; charset=utf-8"
    elif ask.form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return headers


def _body(ask: Ask) -> bytes | None:
    if ask.json:
        return ask.json.encode("utf-8")
    return urlencode(ask.form).encode("ascii") if ask.form else None


def _conditions(kept: Kept | None) -> dict[str, str]:
    if kept is None:
        return {}
    said = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in said.items() if value}


def _accepted(answer: Answer) -> Answer:
    if 200 <= answer.status < 300 or answer.status == 304:
        return answer
    if answer.status == 429 or answer.status >= 500:
        raise Busy(answer.status, _wait(answer.headers))
    raise StatusRefused(answer.status)


def _wait(headers: Mapping[str, str]) -> float:
    """The seconds of Retry-After; a moment in it is compared with the site's own clock."""
    said = headers.get("Retry-After", "")
    if said.isascii() and said.isdecimal():
        return float(said)
    try:
        return (parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    except (TypeError, ValueError):
        return 0.0


def _onward(wanted: Wanted, answer: Answer) -> Wanted:
    """The request that a redirect asks for; a POST becomes a GET as in browsers, except after 307 and 308."""
    location = answer.headers.get("Location", "")
    if not location:
        raise StatusRefused(answer.status)
    # Sites write raw bytes of any character set here, which are sent back as they came.
    onward = replace(wanted, url=urljoin(wanted.url, quote(location.encode("latin-1"), safe=string.punctuation)))
    if answer.status in (307, 308) or wanted.body is None:
        return onward
    return replace(onward, body=None, headers={k: v for k, v in wanted.headers.items() if k != "Content-Type"})
