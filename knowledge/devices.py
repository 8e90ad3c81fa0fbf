"""Browsers that nobody logs in with: a random id that they keep, signed, and tokens that only their pages have."""

import hmac
import secrets
from datetime import datetime

from knowledge import clock
from knowledge.vault import Vault

_ID_BYTES, _SIGNS = 12, 32


def new() -> str:
    """An id that nobody has."""
    return secrets.token_urlsafe(_ID_BYTES)


def signed(vault: Vault, device: str) -> str:
    """The id as a browser keeps it."""
    return f"{device}.{_signature(vault, device)}"


def known(vault: Vault, kept: str) -> str | None:
    """The id that a browser keeps; None for one that is not ours."""
    device, _, signature = kept[:200].rpartition(".")
    return device if device and _is_same(signature, _signature(vault, device)) else None


def token(vault: Vault, device: str, what: str, now: datetime) -> str:
    """What a form for this browser holds, so that no other site can send it: good for the day and the next."""
    return _token(vault, device, what, clock.local(now).date().toordinal())


def is_token(vault: Vault, given: str, device: str, what: str, now: datetime) -> bool:
    """Whether a form that came in was made for this browser, and for this."""
    today = clock.local(now).date().toordinal()
    return any(_is_same(given, _token(vault, device, what, day)) for day in (today, today - 1))


def _token(vault: Vault, device: str, what: str, day: int) -> str:
    return vault.hashed("token", device, what, str(day))[:_SIGNS]


def _signature(vault: Vault, device: str) -> str:
    return vault.hashed("kept by a browser", device)[:_SIGNS]


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
