"""What a way of sending may require of a text and its person: conditions on `outbox` joined to `person`."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select

from knowledge.models.inbound import Inbound
from knowledge.models.outbox import DIGEST, MOST_IN_WINDOW, PICTURE_WINDOW, WINDOW, Owed
from knowledge.models.person import Person
from knowledge.models.push import Consent, PushTry

Condition = ColumnElement[bool]
# How the ledger calls the two ways of WeChat.
SERVICE, SUBSCRIBED = "service", "subscribed"
# Of these WeChat opens no window.
_NO_CONTACT = ("unsubscribe", "event")


def waiting(now: datetime) -> Condition:
    """Texts never tried that are still wanted, at an hour when they may go."""
    in_time = or_(Owed.picture == "", Owed.created_at >= now - PICTURE_WINDOW)
    return and_(Owed.attempted_at.is_(None), untold(), timely(now), in_time)


def untold() -> Condition:
    """Texts that their person has not got, and that nobody has given up."""
    return and_(Owed.delivered_at.is_(None), Owed.dropped_at.is_(None))


def timely(now: datetime) -> Condition:
    """Texts whose hours these are; most have none."""
    begun = or_(Owed.not_before.is_(None), Owed.not_before <= now)
    return and_(begun, or_(Owed.not_after.is_(None), Owed.not_after > now))


def in_window(now: datetime) -> Condition:
    """Texts of the last 48 hours, to people who have written in them and can be reached."""
    return and_(Owed.created_at >= now - WINDOW, Person.unreachable == "", last_contact() >= now - WINDOW)


def within_quota() -> Condition:
    """Texts that are among the five after their person's last message; a digest is never the last of them."""
    most = case((Owed.kind == DIGEST, MOST_IN_WINDOW - 1), else_=MOST_IN_WINDOW)
    return _used() < most


def consented(template: str) -> Condition:
    """Texts with a short form, to people who have agreed to another message of this template."""
    agreed = select(Consent.id).where(
        Consent.person_id == Owed.person_id, Consent.template == template, Consent.remaining > 0
    )
    return and_(Owed.brief.is_not(None), agreed.correlate(Owed).exists())


def last_contact() -> ScalarSelect[datetime]:
    """When the person of an owed text wrote last."""
    return (
        select(func.max(Inbound.received_at))
        .where(Inbound.person_id == Owed.person_id, Inbound.kind.not_in(_NO_CONTACT))
        .correlate(Owed)
        .scalar_subquery()
    )


def _used() -> ScalarSelect[int]:
    """How many service messages have been sent to the person since."""
    return (
        select(func.count(PushTry.id))
        .where(
            PushTry.person_id == Owed.person_id,
            PushTry.way == SERVICE,
            PushTry.counts,
            PushTry.tried_at >= last_contact(),
        )
        .correlate(Owed)
        .scalar_subquery()
    )
