"""Where a request comes from."""

from collections.abc import Sequence

_HERE = ("127.0.0.1", "::1")


def address(remote: str | None, forwarded: Sequence[str]) -> str:
    """Who called: the last of the `forwarded` addresses where a web server on this machine names them.

    Nobody else's word is taken for it.
    """
    return (forwarded[-1] if remote in _HERE and forwarded else remote) or ""
