"""What people are owed, sent by itself where the channel allows; else it goes out with their next message."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from actions import fit
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_errors import Kind, WeChatRefused
from bot.decision import OWED_BEFORE
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.models import outbox
from knowledge.vault import Vault

log = logging.getLogger(__name__)
CHANNEL = "wechat"
AT_ONCE = 200
# The text surely went nowhere, and nothing more can be sent now, to whomever: the next run tries again.
_ENDS_THE_RUN = frozenset({Kind.SETTINGS, Kind.RIGHTS, Kind.QUOTA, Kind.SLOW, Kind.BUSY, Kind.UNSENT, Kind.TOKEN})
# Until the person writes, nothing else would arrive either.
_CLOSES_OFF = frozenset({Kind.PERSON, Kind.CLOSED})


Turn = Callable[[], AbstractContextManager[bool]]


def _at_once() -> AbstractContextManager[bool]:
    return nullcontext(True)


def deliver(store: Store, api: WeChatApi, vault: Vault, clock: Clock, turn: Turn = _at_once) -> int:
    """Sends what may be sent, each text within a `turn` of its own; returns how many arrived.

    A text is marked before it is sent: one whose outcome nobody knows is not sent by itself again.
    """
    arrived = 0
    for parcel in _next(store, clock):
        with turn() as mine:
            if not mine:
                break
            if not _claimed(store, clock, parcel):
                continue
            refusal = _sent(api, vault.opened(parcel.recipient), parcel.text)
            _note(store, clock, parcel, refusal)
        if refusal and refusal.kind in _ENDS_THE_RUN:
            break
        arrived += refusal is None
    _mark(store, clock)
    return arrived


def _next(store: Store, clock: Clock) -> list[outbox.Parcel]:
    with store.reading() as session:
        return outbox.sendable(session, CHANNEL, clock.now(), AT_ONCE)


def _claimed(store: Store, clock: Clock, parcel: outbox.Parcel) -> bool:
    """Whether the text is now marked as tried, by us."""
    with store.writing(changes_answers=False) as session:
        return outbox.claim(session, parcel.id, clock.now())


def _mark(store: Store, clock: Clock) -> None:
    """What waits for want of quota says so."""
    with store.reading() as session:
        found = outbox.over_quota(session, CHANNEL, clock.now(), AT_ONCE)
    if found:
        with store.writing(changes_answers=False) as session:
            outbox.mark_over_quota(session, found)


def _note(store: Store, clock: Clock, parcel: outbox.Parcel, refusal: WeChatRefused | None) -> None:
    with store.writing(changes_answers=False) as session:
        if refusal and refusal.kind in _ENDS_THE_RUN:
            outbox.release(session, parcel.id, refusal.code)
            return
        result = refusal.kind.name.lower() if refusal else "sent"
        code = refusal.code if refusal else 0
        outbox.note(session, parcel.id, result, code, None if refusal else clock.now())
        if refusal and refusal.kind in _CLOSES_OFF:
            outbox.close_off(session, parcel.person_id, code, clock.now())


def _sent(api: WeChatApi, openid: str, text: str) -> WeChatRefused | None:
    """Why the text did not arrive for sure; None when it did."""
    page, rest = fit.first_page(f"{OWED_BEFORE}\n{text}")
    try:
        api.send_text(openid, fit.with_hint(page, rest))
    except WeChatRefused as refusal:
        log.warning("an owed text was not delivered: %s", refusal)
        return refusal
    return None
