"""Quotes that are public: found, and put right with their history; whoever was told the wrong one hears of it once."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from knowledge import catalogue, corrections
from knowledge.clock import local
from knowledge.desk import deciding
from knowledge.gates import figures as gates
from knowledge.imports import held, quotes
from knowledge.imports.quote_rows import Row, row
from knowledge.imports.report import Faults, ImportRefused
from knowledge.models.market import Market
from knowledge.models.price import Quote, QuoteChange, Series
from knowledge.models.staff import TOWNSHIP
from knowledge.refusal import Refused
from knowledge.staff.access import Actor, NotHere, require

A_PAGE = 50


class Published(NamedTuple):
    """A quote, the series that it is of, and its market."""

    quote: Quote
    series: Series
    market: Market


def find(session: Session, actor: Actor, commodity: str, market: str, day: date | None) -> list[Published]:
    """Quotes of a commodity, the newest first, at a market and on a day where these are given; raises Refused."""
    names = catalogue.current(session)
    known = names.commodity(commodity)
    if known is None:
        raise Refused(f"没有叫「{commodity}」的品种。")
    meant: list[ColumnElement[bool]] = [Series.commodity_id == known.id, actor.where(Market.region_code)]
    if market.strip():
        place = names.market(market)
        if place is None:
            raise Refused(f"没有叫「{market}」的市场。")
        meant.append(Market.id == place.id)
    if day:
        meant.append(Quote.date == day)
    return _found(session, *meant)


def access_quote(session: Session, actor: Actor, number: int) -> Published:
    """The quote of this number; raises NotHere where it is not there or its market not his."""
    require(actor, TOWNSHIP)
    found = _found(session, Quote.id == number)
    if not found or not actor.covers(found[0].market.region_code):
        raise NotHere
    return found[0]


def history(session: Session, number: int) -> list[QuoteChange]:
    """What the quote said before, the newest first."""
    return list(
        session.scalars(select(QuoteChange).where(QuoteChange.quote_id == number).order_by(QuoteChange.id.desc()))
    )


def change(
    session: Session, actor: Actor, number: int, figures: tuple[str, str, str], reason: str, now: datetime
) -> int:
    """Puts other figures (low, average, high) in the place of a quote's own; returns how many people will be told.

    The night does not bring the old ones again. Raises NotHere, and Refused for figures that are no price.
    """
    # Of two who change it at once the second waits, and then sees what the first made of it.
    session.execute(select(Quote.id).where(Quote.id == number).with_for_update())
    found = access_quote(session, actor, number)
    low, average, high = (figure.strip() for figure in figures)
    before, after = _row(found, *_said(found.quote)), _row(found, low, average, high)
    if after.figures == before.figures:
        raise Refused("和原来的数一样，没有改动。")
    doubt = gates.on_itself(after.low, after.average, after.high, after.day, local(now).date())
    if doubt:
        raise Refused(f"{doubt}，没有改动。")
    kept = {"原来": " ".join(before.figures), "改成": " ".join(after.figures)}
    what = f"{found.quote.date} {found.market.name} {found.series.written}"
    deciding.decided(session, actor, "quote", number, deciding.MENDED, reason, now, 内容=what, **kept)
    was_wrong = quotes.correct(session, number, after, now, None)
    held.end_waiting(session, [after])
    held.reject(session, before, now)
    session.expire(found.quote)
    return corrections.after_correction(session, [number] if was_wrong else [], now)


def _found(session: Session, *meant: ColumnElement[bool]) -> list[Published]:
    statement = (
        select(Quote, Series, Market)
        .join(Series, Series.id == Quote.series_id)
        .join(Market, Market.id == Series.market_id)
        .where(*meant)
        .order_by(Quote.date.desc(), Quote.id.desc())
        .limit(A_PAGE)
    )
    return [Published(*found) for found in session.execute(statement)]


def _said(quote: Quote) -> tuple[str, str, str]:
    return quote.low, quote.average, quote.high


def _row(found: Published, low: str, average: str, high: str) -> Row:
    """A row that says this of the quote's series and day; raises Refused for what is no figure."""
    fields = {
        "date": found.quote.date.isoformat(),
        "market": found.market.name,
        "region": found.market.region_code or "",
        "commodity": found.series.written,
        "variety": found.series.variety,
        "grade": found.series.grade,
        "low": low,
        "high": high,
        "average": average,
        "unit": found.series.unit,
        "source": found.series.source,
    }
    faults = Faults(Path("价格"))
    made = row(1, fields, faults, None)
    try:
        faults.refuse_if_any()
    except ImportRefused as fault:
        raise deciding.mendable(fault) from None
    assert made is not None  # noqa: S101 - what cannot be read was refused
    return made
