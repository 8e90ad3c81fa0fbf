"""What people are owed, sent by itself by the best way that is allowed; else it goes out with their next message."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from actions import price_curve
from bot.channels.wechat_errors import Kind, WeChatRefused
from bot.ways import NotWanted, Way
from knowledge import catalogue, settings
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.pushes import dropping, line
from knowledge.pushes.line import Parcel
from knowledge.vault import Vault

log = logging.getLogger(__name__)
CHANNEL = "wechat"
AT_ONCE = 200
# The text surely went nowhere, and nothing more can be sent now, to whomever: the next run tries again.
_ENDS_THE_RUN = frozenset({Kind.SETTINGS, Kind.RIGHTS, Kind.QUOTA, Kind.SLOW, Kind.BUSY, Kind.UNSENT, Kind.TOKEN})

Turn = Callable[[], AbstractContextManager[bool]]
Refusal = WeChatRefused | NotWanted | None


def sends_pictures(channel: str) -> bool:
    """Whether a picture can follow a reply by itself: on WeChat, with a secret."""
    return channel == CHANNEL and bool(settings.current().wechat_secret)


def _at_once() -> AbstractContextManager[bool]:
    return nullcontext(True)


def deliver(store: Store, ways: Sequence[Way], vault: Vault, clock: Clock, turn: Turn = _at_once) -> int:
    """Sends what may be sent, each text within a `turn` of its own; returns how many arrived.

    A text is marked before it is sent: one whose outcome nobody knows is not sent by itself again. What the first way
    may not send now is left to the next.
    """
    _drop_late(store, clock)
    arrived = sum(_by(way, store, vault, clock, turn) for way in ways)
    _mark(store, clock)
    return arrived


def _by(way: Way, store: Store, vault: Vault, clock: Clock, turn: Turn) -> int:
    arrived = 0
    for parcel in _next(way, store, clock):
        with turn() as mine:
            if not mine:
                break
            tried = _claimed(way, store, clock, parcel)
            if tried is None:
                continue
            known_as, refusal = _sent(way, store, clock, vault, parcel)
            _note(way, store, clock, parcel, tried, known_as, refusal)
        if isinstance(refusal, WeChatRefused) and refusal.kind in _ENDS_THE_RUN:
            break
        arrived += refusal is None
    return arrived


def _next(way: Way, store: Store, clock: Clock) -> list[Parcel]:
    with store.reading() as session:
        now = clock.now()
        return line.sendable(session, way.channel, now, way.allowed(now), AT_ONCE)


def _claimed(way: Way, store: Store, clock: Clock, parcel: Parcel) -> int | None:
    """The number of our try at the text, which is now marked; None where there is none to be."""
    with store.writing(changes_answers=False) as session:
        now = clock.now()
        tried = line.claim(session, parcel, way.name, now, way.allowed(now))
        if tried is not None:
            way.claimed(session, parcel, now)
        return tried


def _drop_late(store: Store, clock: Clock) -> None:
    """What has waited too long is given up: it would only mislead."""
    with store.reading() as session:
        found = dropping.late(session, clock.now())
    if found:
        with store.writing(changes_answers=False) as session:
            dropping.drop_late(session, found, clock.now())


def _mark(store: Store, clock: Clock) -> None:
    """What waits for want of quota says so; pictures that come too late are forgotten."""
    with store.reading() as session:
        found = line.over_quota(session, CHANNEL, clock.now(), AT_ONCE)
        late = dropping.late_pictures(session, clock.now())
    if found or late:
        with store.writing(changes_answers=False) as session:
            line.mark_over_quota(session, found)
            dropping.drop_late_pictures(session, clock.now())


def _note(way: Way, store: Store, clock: Clock, parcel: Parcel, tried: int, known_as: str, refusal: Refusal) -> None:
    with store.writing(changes_answers=False) as session:
        now = clock.now()
        if refusal is None:
            line.note(session, parcel.id, tried, "sent", 0, now, known_as)
        elif isinstance(refusal, NotWanted) or refusal.kind in _ENDS_THE_RUN:
            line.release(session, parcel.id, tried, *_said(refusal))
            way.released(session, parcel, now)
        else:
            line.note(session, parcel.id, tried, *_said(refusal), None, known_as)
            way.refused(session, parcel, refusal, now)


def _said(refusal: WeChatRefused | NotWanted) -> tuple[str, int]:
    """A refusal as the ledger keeps it: its name, and WeChat's code."""
    return ("withdrawn", 0) if isinstance(refusal, NotWanted) else (refusal.kind.name.lower(), refusal.code)


def _sent(way: Way, store: Store, clock: Clock, vault: Vault, parcel: Parcel) -> tuple[str, Refusal]:
    """The channel's number of the text, and why it did not arrive for sure; None when it did."""

    def check() -> None:
        with store.reading() as session:
            if not line.is_wanted(session, parcel.id, clock.now()):
                raise NotWanted

    try:
        whole = _with_picture(store, clock, parcel) if parcel.picture else parcel
        return way.send(whole, vault.opened(parcel.recipient), check), None
    except NotWanted as refusal:
        return "", refusal
    except WeChatRefused as refusal:
        log.warning("an owed text was not delivered: %s", refusal)
        return "", refusal


def _with_picture(store: Store, clock: Clock, parcel: Parcel) -> Parcel:
    """The parcel with the picture at an address of our pages as it is now; refused where its quotes are gone."""
    series_id, days = price_curve.of_address(parcel.picture)
    with store.reading() as session:
        drawn = price_curve.png(session, catalogue.current(session), series_id, days, clock.today())
    if not drawn:
        raise WeChatRefused(Kind.MEDIA)
    return replace(parcel, drawn=drawn)
