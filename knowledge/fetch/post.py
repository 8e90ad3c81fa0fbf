"""A message for somebody's webhook: through the same gate as pages, once, and no further than there."""

from knowledge.fetch.addresses import Gate
from knowledge.fetch.errors import StatusRefused
from knowledge.fetch.fetcher import AGENT, VERSION
from knowledge.fetch.wire import Limits, Wanted, Wire

_LIMITS = Limits(seconds=10.0, size=100_000, tries=1)


def post_json(gate: Gate, url: str, text: str) -> bytes:
    """What the receiver says to this JSON text; raises NotFetched where it did not take it, a redirect included."""
    headers = {"User-Agent": f"{AGENT}/{VERSION}", "Content-Type": "application/json; charset=utf-8"}
    wire = Wire(gate, _LIMITS)
    try:
        answer = wire.ask(Wanted(url, headers, text.encode("utf-8")), gate.site(url).key, _LIMITS.seconds)
    finally:
        wire.close()
    if not 200 <= answer.status < 300:
        raise StatusRefused(answer.status)
    return answer.body
