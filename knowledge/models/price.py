"""Prices: a series is what is quoted and where; a quote is its figure on one day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

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
    # Where the earlier figure came from.
    import_run_id: Mapped[int | None]


class HeldQuote(Base):
    """A row that could be read but not believed, waiting for staff; `fingerprint` makes a second run add nothing."""

    __tablename__ = "held_quote"
    __table_args__ = (
        UniqueConstraint("account_id", "fingerprint"),
        Index("ix_held_quote_gist", "account_id", "gist", "id"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    fingerprint: Mapped[str]
    reason: Mapped[str]
    # What rows with the same fault share of their reasons.
    gist: Mapped[str] = mapped_column(default="", server_default="")
    # Where its market stands, as far as that is known: who may see it.
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    held_at: Mapped[datetime]


_series, _quote = Series.__table__, Quote.__table__
_later = _quote.alias("later")
_newest_day = (
    select(func.max(_later.c.date))
    .where(_later.c.series_id == _series.c.id, _later.c.date <= bindparam("day"))
    .correlate(_series)
    .scalar_subquery()
)
_LATEST = (
    select(
        *(_quote.c[name] for name in ("id", "series_id", "date", "low", "high", "average")),
        *(_quote.c[name] for name in ("fen_per_kg_low", "fen_per_kg_high", "fen_per_kg")),
        *(
            _series.c[name]
            for name in ("commodity_id", "market_id", "written", "variety", "grade", "unit", "source", "is_demo")
        ),
    )
    .join(_series, _quote.c.series_id == _series.c.id)
    .where(_series.c.commodity_id.in_(bindparam("commodities", expanding=True)), _quote.c.date == _newest_day)
)
_BEFORE = (
    select(_quote.c.date, _quote.c.fen_per_kg, _quote.c.average)
    .where(_quote.c.series_id == bindparam("series"), _quote.c.date < bindparam("day"))
    .order_by(_quote.c.date.desc())
    .limit(1)
)
_BETWEEN = (
    select(_quote.c.date, _quote.c.fen_per_kg, _quote.c.average)
    .where(_quote.c.series_id == bindparam("series"), _quote.c.date.between(bindparam("first"), bindparam("last")))
    .order_by(_quote.c.date)
)


def latest(session: Session, commodity_ids: list[int], on_or_before: date) -> Sequence[Any]:
    """The newest quote of every series of these commodities, none later than the given day."""
    return session.connection().execute(_LATEST, {"commodities": commodity_ids, "day": on_or_before}).all()


def quoted(session: Session) -> list[int]:
    """The commodities that have a series."""
    return list(session.scalars(select(Series.commodity_id).distinct()))


def before(session: Session, series_id: int, day: date) -> Any:
    """The series' last quote before `day`: date, fen_per_kg, average."""
    return session.connection().execute(_BEFORE, {"series": series_id, "day": day}).first()


def between(session: Session, series_id: int, first: date, last: date) -> Sequence[Any]:
    """The series' quotes from `first` to `last`, oldest first: date, fen_per_kg, average."""
    return session.connection().execute(_BETWEEN, {"series": series_id, "first": first, "last": last}).all()
