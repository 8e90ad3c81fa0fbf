"""What people are owed, sent by itself where the channel allows; else it goes out with their next message."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from actions import fit, price_curve
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_errors import Kind, WeChatRefused
from bot.decision import OWED_BEFORE
from knowledge import catalogue, settings
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


def sends_pictures(channel: str) -> bool:
    """Whether a picture can follow a reply by itself: on WeChat, with a secret."""
    return channel == CHANNEL and bool(settings.current().wechat_secret)


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
            refusal = _sent(api, vault.opened(parcel.recipient), parcel, lambda path: _drawn(store, clock, path))
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
    """What waits for want of quota says so; pictures that come too late are forgotten."""
    with store.reading() as session:
        found = outbox.over_quota(session, CHANNEL, clock.now(), AT_ONCE)
        late = outbox.late_pictures(session, clock.now())
    if found or late:
        with store.writing(changes_answers=False) as session:
            outbox.mark_over_quota(session, found)
            outbox.drop_late_pictures(session, clock.now())


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


def _sent(
    api: WeChatApi, openid: str, parcel: outbox.Parcel, draw: Callable[[str], bytes | None]
) -> WeChatRefused | None:
    """Why the text or picture did not arrive for sure; None when it did."""
    page, rest = fit.first_page(f"{OWED_BEFORE}\n{parcel.text}")
    try:
        if not parcel.picture:
            api.send_text(openid, fit.with_hint(page, rest))
        elif drawn := draw(parcel.picture):
            api.send_image(openid, drawn)
        else:
            raise WeChatRefused(Kind.MEDIA)
    except WeChatRefused as refusal:
        log.warning("an owed text was not delivered: %s", refusal)
        return refusal
    return None


def _drawn(store: Store, clock: Clock, path: str) -> bytes | None:
    """The picture at an address of our pages, as it is now; None where its quotes are gone."""
    series_id, days = price_curve.of_address(path)
    with store.reading() as session:
        return price_curve.png(session, catalogue.current(session), series_id, days, clock.today())
