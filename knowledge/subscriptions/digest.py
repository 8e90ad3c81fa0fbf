"""One combined text a morning for each person, of what is new in what he ordered; never two, never yesterday's."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.orm import Session

from knowledge.clock import Clock, local
from knowledge.db import Store
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.commodity import Commodity
from knowledge.models.outbox import DIGEST, Owed
from knowledge.models.person import Person
from knowledge.models.push import PushBasis
from knowledge.models.subscription import Subscription
from knowledge.pushes import hours
from knowledge.subscriptions.kept import MORNING, Kept
from knowledge.subscriptions.news import Line, News
from knowledge.wording import day

# From this hour on it is no morning any more.
UNTIL = 9
AT_ONCE = 500
MOST_LINES, MOST_BYTES = 12, 1_500


Ordered = dict[int, list[tuple[int, list[Line]]]]


def run(store: Store, clock: Clock) -> int:
    """Makes what is due this morning; returns how many texts. It may be cut off anywhere and run again."""
    now = clock.now()
    if not MORNING <= local(now).hour < UNTIL:
        return 0
    with store.reading() as session:
        ordered = _ordered(session, now)
    people, made = sorted(ordered), 0
    for start in range(0, len(people), AT_ONCE):
        with store.writing(changes_answers=False) as session:
            made += _make(session, {one: ordered[one] for one in people[start : start + AT_ONCE]}, now)
    return made


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    here = local(now)
    unseen = or_(Subscription.looked_on.is_(None), Subscription.looked_on < here.date())
    return Subscription.ended_at.is_(None), unseen, Subscription.hour <= here.hour


def _ordered(session: Session, now: datetime) -> Ordered:
    """Each person's due subscriptions with their lines: read before anything is locked."""
    news = News(session, now, local(now).date())
    statement = (
        select(Subscription, Commodity.name)
        .outerjoin(Commodity, Commodity.id == Subscription.commodity_id)
        .where(*_is_due(now))
        .order_by(Subscription.id)
    )
    found: Ordered = defaultdict(list)
    for one, name in session.execute(statement):
        kept = Kept(one.id, one.subject, one.commodity_id, name, one.region_code or "")
        found[one.person_id].append((one.id, news.of(kept)))
    return found


def _make(session: Session, ordered: Ordered, now: datetime) -> int:
    today = local(now).date()
    taken = _taken(session, list(ordered), now)
    not_before, not_after = hours.span(now)
    rows, rests_on = [], {}
    for person_id, wanted in ordered.items():
        news = (line for number, lines in wanted if number in taken for line in lines)
        lines = list(dict.fromkeys(news))[:MOST_LINES]
        if not lines:
            continue
        rests_on[person_id] = lines
        rows.append(
            {
                "account_id": DEFAULT_ACCOUNT,
                "person_id": person_id,
                "cause": f"digest:{today}",
                "kind": DIGEST,
                "text": text(lines, day(today, today)),
                "created_at": now,
                "not_before": not_before,
                "not_after": not_after,
                "result": "",
            }
        )
    _owe(session, rows, rests_on)
    return len(rows)


def _taken(session: Session, people: Sequence[int], now: datetime) -> set[int]:
    """The subscriptions that are ours this morning: still wanted, and nobody else's.

    One who has had his text of today gets no second one for what he orders after it.
    """
    today = local(now).date()
    locked = select(Person.id).where(Person.id.in_(people)).order_by(Person.id)
    session.execute(locked.with_for_update(read=True, key_share=True)).all()
    mine = Subscription.person_id.in_(people), *_is_due(now)
    taken = update(Subscription).where(*mine).values(looked_on=today).returning(Subscription.id, Subscription.person_id)
    found = session.execute(taken, execution_options={"synchronize_session": False}).all()
    of_today = select(Owed.person_id).where(Owed.person_id.in_(people), Owed.cause == f"digest:{today}")
    had = set(session.scalars(of_today))
    return {row.id for row in found if row.person_id not in had}


def text(lines: Sequence[Line], today: str) -> str:
    """The digest as it stands on the phone; what does not fit is left to be asked for."""
    head, tail = f"【您订的】{today}", "想看详细的，直接问我。不要了，回复「退订」。"
    shown: list[str] = []
    for line in lines:
        if len("\n".join([head, *shown, line.text, tail]).encode()) > MOST_BYTES:
            break
        shown.append(f"· {line.text}")
    return "\n".join([head, *shown, tail])


def _owe(session: Session, rows: list[dict[str, object]], rests_on: dict[int, list[Line]]) -> None:
    if not rows:
        return
    owed = session.execute(insert(Owed).returning(Owed.id, Owed.person_id), rows).all()
    basis = [
        {"outbox_id": row.id, "kind": kind, "row_id": number}
        for row in owed
        for kind, number in dict.fromkeys((line.kind, line.row_id) for line in rests_on[row.person_id])
    ]
    session.execute(insert(PushBasis), basis)
