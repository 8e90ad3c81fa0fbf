"""What people were told and what holds no longer: whoever read it is owed one correction, and that once."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, insert, select, tuple_
from sqlalchemy.orm import Session

from knowledge import units
from knowledge.clock import local
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.inbound import Inbound, ReplyBasis
from knowledge.models.market import Market
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.models.price import Quote, Series
from knowledge.models.push import PushBasis
from knowledge.pushes import dropping, hours

QUOTE = "quote"
REMEMBERED = timedelta(days=7)
MOST_LINES = 8
_CAUSE = "correction:"
# Far below what one statement may carry as values on either database.
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Wrong:
    """One thing that people were told wrongly: how they are told so, whose it was, and when it went wrong."""

    line: str
    source: str
    moment: datetime


def readers(session: Session, kind: str, since: Mapping[int, datetime]) -> dict[int, set[int]]:
    """Who was told of each of these rows since its moment, as ids of people by the row's id.

    The people stay for as long as the transaction lasts, so that what they are owed can be written.
    """
    found: dict[int, set[int]] = defaultdict(set)
    ids = sorted(since)
    for start in range(0, len(ids), _AT_ONCE):
        statement = (
            select(ReplyBasis.row_id, Person.id, Inbound.replied_at)
            .join(Inbound, Inbound.id == ReplyBasis.inbound_id)
            .join(Person, Person.id == Inbound.person_id)
            .where(
                ReplyBasis.kind == kind,
                ReplyBasis.row_id.in_(ids[start : start + _AT_ONCE]),
                Inbound.replied_at >= min(since.values()),
            )
            .with_for_update(of=Person, read=True, key_share=True)
        )
        for row_id, person_id, replied_at in session.execute(statement):
            if replied_at and replied_at >= since[row_id]:
                found[row_id].add(person_id)
        for row_id, person_id, delivered_at in session.execute(_pushed(kind, ids[start : start + _AT_ONCE])):
            if delivered_at >= since[row_id]:
                found[row_id].add(person_id)
    return found


def _pushed(kind: str, ids: Sequence[int]) -> Select[int, int, datetime]:
    """Who got a push that rests on these rows, and when; one whose arrival nobody knows may have been read."""
    at = func.coalesce(Owed.delivered_at, Owed.attempted_at, type_=Owed.delivered_at.type)
    return (
        select(PushBasis.row_id, Person.id, at)
        .join(Owed, Owed.id == PushBasis.outbox_id)
        .join(Person, Person.id == Owed.person_id)
        .where(PushBasis.kind == kind, PushBasis.row_id.in_(ids), at.is_not(None))
        .with_for_update(of=Person, read=True, key_share=True)
    )


def owe(session: Session, told: Iterable[tuple[Wrong, set[int]]], now: datetime) -> int:
    """Owes each of these people one text on all that he was told wrongly; returns how many are owed a new one."""
    by_person: dict[int, list[Wrong]] = defaultdict(list)
    for wrong, people in told:
        for person_id in people:
            by_person[person_id].append(wrong)
    known = _known(session, list(by_person))
    rows = [
        {
            "account_id": DEFAULT_ACCOUNT,
            "person_id": person_id,
            "cause": cause,
            "text": text(wrong),
            "created_at": now,
            # It comes up at night, when prices do, and lets people sleep.
            "not_before": hours.awake(now),
            "result": "",
        }
        for person_id, wrong in sorted(by_person.items())
        if (person_id, cause := _cause(wrong)) not in known
    ]
    if rows:
        session.execute(insert(Owed), rows)
    return len(rows)


def after_correction(session: Session, quote_ids: Sequence[int], now: datetime) -> int:
    """Owes a correction to everybody who was told one of these quotes lately; returns how many people."""
    if not quote_ids:
        return 0
    dropping.resting_on(session, QUOTE, quote_ids, now)
    told = readers(session, QUOTE, dict.fromkeys(quote_ids, now - REMEMBERED))
    rows = quotes(session, list(told))
    today = local(now).date()
    return owe(session, [(Wrong(holds(row, today), row.source, now), told[row.id]) for row in rows.values()], now)


@dataclass(frozen=True)
class Said:
    """A quote in words that a correction is made of."""

    id: int
    series_id: int
    day: date
    name: str
    figure: str
    source: str


def quotes(session: Session, quote_ids: Sequence[int]) -> dict[int, Said]:
    """The quotes of these ids as they stand now."""
    session.flush()
    found = {}
    for start in range(0, len(quote_ids), _AT_ONCE):
        statement = (
            select(Quote, Series, Market.name)
            .join(Series, Series.id == Quote.series_id)
            .join(Market, Market.id == Series.market_id)
            .where(Quote.id.in_(quote_ids[start : start + _AT_ONCE]))
            .order_by(Quote.id)
            .execution_options(populate_existing=True)
        )
        for quote, series, market in session.execute(statement):
            name = f"{market}{series.written}"
            found[quote.id] = Said(quote.id, series.id, quote.date, name, figure(quote, series.unit), series.source)
    return found


def newest(session: Session, series_ids: Sequence[int]) -> dict[int, Said]:
    """What each of these series says last, by its id."""
    found: dict[int, Said] = {}
    for start in range(0, len(series_ids), _AT_ONCE):
        some = Quote.series_id.in_(series_ids[start : start + _AT_ONCE])
        last = select(Quote.series_id, func.max(Quote.date)).where(some).group_by(Quote.series_id)
        ids = session.scalars(select(Quote.id).where(tuple_(Quote.series_id, Quote.date).in_(last))).all()
        found.update({row.series_id: row for row in quotes(session, ids).values()})
    return found


def figure(quote: Quote, unit: str) -> str:
    """0.80元/斤（0.60～1.00）, or the source's own unit where it is no weight."""
    said = [quote.average, quote.low, quote.high]
    if quote.fen_per_kg is not None:
        unit = "元/斤"
        fen = (quote.fen_per_kg, quote.fen_per_kg_low, quote.fen_per_kg_high)
        said = ["" if one is None else units.yuan_per_jin(one) for one in fen]
    average, low, high = said
    return f"{average}{unit}" + (f"（{low}～{high}）" if low and high and low != high else "")


def holds(row: Said, today: date) -> str:
    """What holds instead of a wrong figure."""
    return f"{row.name}{day(row.day, today)}应为{row.figure}"


def is_gone(row: Said, newest: Said | None, today: date) -> str:
    """That a quote was taken back, and what the market said last."""
    left = f"现有的是{day(newest.day, today)}{newest.figure}" if newest else "还没有别的报价"
    return f"{row.name}{day(row.day, today)}的报价已撤回，{left}"


def day(moment: date, today: date) -> str:
    """11月22日, with the year when it is not this one."""
    year = "" if moment.year == today.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日"


def text(wrong: Sequence[Wrong]) -> str:
    """The correction that one person gets."""
    lines = list(dict.fromkeys(one.line for one in wrong))
    more = [f"另有{len(lines) - MOST_LINES}样也改了，请再问一次"] if len(lines) > MOST_LINES else []
    sources = "、".join(dict.fromkeys(one.source for one in wrong if one.source))
    head = "更正：前几天告诉您的有误，对不起。"
    return "\n".join(
        [head, *(f"· {line}" for line in lines[:MOST_LINES]), *more, *([f"来源：{sources}"] if sources else [])]
    )


def _known(session: Session, people: Sequence[int]) -> set[tuple[int, str]]:
    """The corrections that these people have been owed before."""
    found: set[tuple[int, str]] = set()
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        statement = select(Owed.person_id, Owed.cause).where(Owed.person_id.in_(some), Owed.cause.startswith(_CAUSE))
        found.update((person_id, cause) for person_id, cause in session.execute(statement))
    return found


def _cause(wrong: Sequence[Wrong]) -> str:
    """The same for the same faults of the same moments, in whatever order."""
    faults = sorted(f"{one.moment.isoformat()} {one.line}" for one in wrong)
    return _CAUSE + hashlib.sha256("\n".join(faults).encode("utf-8")).hexdigest()[:32]
