"""Pages of other sites, for the night run.

    with Fetcher(contact=settings.public_url, clock=clock.current()) as fetcher:   # one for a run, for all its threads
        page = fetcher.get(ask, kept)     # Fetched, or NotModified with the kept body; both are a Page
        keep(page.kept)                   # what the next get of the same ask wants as `kept`

`get` raises NotFetched: `text` says why in Chinese, `permanent` that asking again brings nothing. The fetcher asks a
site (host and port) at most once a second and two at a time, heeds robots.txt, tries three times what may pass, and
takes 25 seconds on the wire and 5 MB unpacked at most. It connects to public addresses on ports 80 and 443 alone;
`Gate(allow=frozenset({"127.0.0.1:8123"}))` lets it reach a stand-in, `Pace` and `Limits` are for tests.
"""

from knowledge.fetch.addresses import Gate
from knowledge.fetch.errors import NotFetched
from knowledge.fetch.fetcher import Fetched, Fetcher, Kept, NotModified
from knowledge.fetch.pace import Pace
from knowledge.fetch.wire import Limits

__all__ = [
    "Fetched",
    "Fetcher",
    "Gate",
    "Kept",
    "Limits",
    "NotFetched",
    "NotModified",
    "Pace",
]
