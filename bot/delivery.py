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


Turn = Callable[[], AbstractContextManager[bool]]


def _at_once() -> AbstractContextManager[bool]:
    return nullcontext(True)


def deliver(store: Store, api: WeChatApi, vault: Vault, clock: Clock, turn: Turn = _at_once) -> int:
    """Sends what may be sent, each text within a `turn` of its own; returns how many arrived.

    A text is marked before it is sent: one whose outcome nobody knows is not sent by itself again.
    """
    arrived = 0
    for _ in range(AT_ONCE):
        with turn() as mine:
            parcel = _claimed(store, clock) if mine else None
            if parcel is None:
                break
            result = _sent(api, vault.opened(parcel.recipient), parcel.text)
            _note(store, clock, parcel.id, result)
        if result in _ENDS_THE_RUN:
            break
        arrived += result is None
    return arrived


def _claimed(store: Store, clock: Clock) -> outbox.Parcel | None:
    """The next text, marked as tried; None when there is none, or another has just taken it."""
    with store.reading() as session:
        parcel = outbox.sendable(session, CHANNEL, clock.now())
    if parcel is None:
        return None
    with store.writing(changes_answers=False) as session:
        return parcel if outbox.claim(session, parcel.id, clock.now()) else None


def _note(store: Store, clock: Clock, number: int, result: Kind | None) -> None:
    with store.writing(changes_answers=False) as session:
        if result in _ENDS_THE_RUN:
            outbox.release(session, number)
        else:
            outbox.note(session, number, result.name.lower() if result else "sent", None if result else clock.now())


def _sent(api: WeChatApi, openid: str, text: str) -> Kind | None:
    """Why the text did not arrive for sure; None when it did."""
    page, rest = fit.first_page(f"{OWED_BEFORE}\n{text}")
    try:
        api.send_text(openid, fit.with_hint(page, rest))
    except WeChatRefused as refusal:
        log.warning("an owed text was not delivered: %s", refusal)
        return refusal.kind
    return None
