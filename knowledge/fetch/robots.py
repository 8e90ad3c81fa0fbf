"""What a site allows to be fetched, by its robots.txt."""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock

from protego import Protego

from knowledge.fetch.errors import (
    AddressRefused,
    CertificateRefused,
    ForbiddenByRobots,
    NotFetched,
    RobotsUnknown,
    StatusRefused,
    TooManyRedirects,
)

# A site whose robots.txt fails is left alone so long before it is asked again.
REST_SECONDS = 600.0


class _Kept:
    """What is known of one site; `lock` lets one thread ask for it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.rules: Protego | None = None
        self.fault: NotFetched | None = None
        self.ask_again_at = 0.0


class Robots:
    """The robots.txt of each site, kept for the run; `read` fetches one and `slow_down` heeds its Crawl-delay."""

    def __init__(
        self,
        agent: str,
        read: Callable[[str], bytes],
        now: Callable[[], float],
        slow_down: Callable[[str, float], None],
    ) -> None:
        self._agent, self._read, self._now, self._slow_down = agent, read, now, slow_down
        self._sites: defaultdict[str, _Kept] = defaultdict(_Kept)
        self._lock = Lock()

    def check(self, root: str, key: str, url: str) -> None:
        """Nothing if the page of the site at `root` (http://host:port) may be fetched.

        Raises ForbiddenByRobots, RobotsUnknown while robots.txt cannot be had, and what stands against the site itself.
        """
        if not self._rules(root, key).can_fetch(url, self._agent):
            raise ForbiddenByRobots

    def _rules(self, root: str, key: str) -> Protego:
        with self._lock:
            kept = self._sites[root]
        with kept.lock:
            if kept.rules is None:
                kept.rules = self._asked(root, key, kept)
            return kept.rules

    def _asked(self, root: str, key: str, kept: _Kept) -> Protego:
        if kept.fault and self._now() < kept.ask_again_at:
            raise kept.fault.with_traceback(None)
        try:
            rules = Protego.parse(self._text(root))
        except NotFetched as fault:
            kept.fault, kept.ask_again_at = _of_the_site(fault), self._now() + REST_SECONDS
            raise kept.fault from None
        if delay := rules.crawl_delay(self._agent):
            self._slow_down(key, delay)
        return rules

    def _text(self, root: str) -> str:
        """The file, empty where there is none: a refusal (4xx) and endless redirects count as none (RFC 9309)."""
        try:
            return self._read(f"{root}/robots.txt").decode("utf-8", "replace")
        except (StatusRefused, TooManyRedirects):
            return ""


def _of_the_site(fault: NotFetched) -> NotFetched:
    """What is wrong with robots.txt, or with the site where that is the reason."""
    return fault if isinstance(fault, (AddressRefused, CertificateRefused)) else RobotsUnknown(fault.text)
