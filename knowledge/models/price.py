"""Prices: a series is what is quoted and where; a quote is its figure on one day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Row, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from knowledge.models.base import AccountId, Base, Id


class Series(Base):
    """One commodity at one market as one source writes it: a quote's identity without its date."""

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("account_id", "commodity_id", "market_id", "written", "variety", "grade", "unit", "source"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    commodity_id: Mapped[int] = mapped_column(ForeignKey("commodity.id"))
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    # The source's own word for the commodity: two names of one commodity are two series.
    written: Mapped[str]
    variety: Mapped[str]
    grade: Mapped[str]
    unit: Mapped[str]
    source: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Quote(Base):
    """One day's figure: the source's own, exactly, and whole fen per kilogram beside it (half up).

    `fen_per_kg_*` are None where the unit is no weight.
    """

    __tablename__ = "quote"
    __table_args__ = (Index("uq_quote_series_date", "series_id", "date", unique=True),)

    id: Mapped[Id]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    date: Mapped[date] = mapped_column(Date)
    low: Mapped[str]
    high: Mapped[str]
    average: Mapped[str]
    fen_per_kg_low: Mapped[int | None]
    fen_per_kg_high: Mapped[int | None]
    fen_per_kg: Mapped[int | None]
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))


class QuoteChange(Base):
    """What a quote said before a later file corrected it."""

    __tablename__ = "quote_change"

    id: Mapped[Id]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    low: Mapped[str]
    high: Mapped[str]
    average: Mapped[str]
    changed_at: Mapped[datetime]


class HeldQuote(Base):
    """A row that could be read but not believed, waiting for staff; `fingerprint` makes a second run add nothing."""

    __tablename__ = "held_quote"
    __table_args__ = (UniqueConstraint("account_id", "fingerprint"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    fingerprint: Mapped[str]
    reason: Mapped[str]
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    held_at: Mapped[datetime]


_later = aliased(Quote)
_LATEST = select(
    Quote.id,
    Quote.series_id,
    Quote.date,
    Quote.low,
    Quote.high,
    Quote.average,
    Quote.fen_per_kg_low,
    Quote.fen_per_kg_high,
    Quote.fen_per_kg,
    Series.commodity_id,
    Series.market_id,
    Series.written,
    Series.variety,
    Series.grade,
    Series.unit,
    Series.source,
    Series.is_demo,
).join(Series, Quote.series_id == Series.id)


def _newest_day(bound: object) -> object:
    return (
        select(func.max(_later.date))
        .where(_later.series_id == Series.id, bound)  # type: ignore[arg-type]
        .correlate(Series)
        .scalar_subquery()
    )


def latest(session: Session, commodity_ids: list[int], on_or_before: date) -> list[Any]:
    """The newest quote of every series of these commodities, none later than the given day."""
    statement = _LATEST.where(
        Series.commodity_id.in_(commodity_ids), Quote.date == _newest_day(_later.date <= on_or_before)
    )
    return list(session.execute(statement).all())


def before(session: Session, series_id: int, day: date) -> Row[date, int | None, str] | None:
    """The series' last quote before `day`: date, fen per kg, average."""
    statement = (
        select(Quote.date, Quote.fen_per_kg, Quote.average)
        .where(Quote.series_id == series_id, Quote.date < day)
        .order_by(Quote.date.desc())
        .limit(1)
    )
    return session.execute(statement).first()


def between(session: Session, series_id: int, first: date, last: date) -> list[Row[date, int | None, str]]:
    """The series' quotes from `first` to `last`, oldest first."""
    statement = (
        select(Quote.date, Quote.fen_per_kg, Quote.average)
        .where(Quote.series_id == series_id, Quote.date.between(first, last))
        .order_by(Quote.date)
    )
    return list(session.execute(statement).all())
