"""All that a night brings in, by natural keys, so that two stores can be compared."""

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import select

from knowledge import checksum
from knowledge.db import open_store
from knowledge.models.article import Article
from knowledge.models.base import ImportRun
from knowledge.models.commodity import Commodity
from knowledge.models.market import Market
from knowledge.models.notice import Notice
from knowledge.models.price import HeldQuote, Quote, QuoteChange, Series
from knowledge.models.source import KeptPage, UnknownName
from tests.night.processes import database

Content = dict[str, Counter[Any]]
_SERIES = (
    Series.source, Commodity.name, Market.name, Series.written, Series.variety, Series.grade, Series.unit,
)  # fmt: skip
_FIGURES = ("low", "high", "average")


def of(data: Path) -> Content:
    """Everything in the store of this folder, with how often it is there."""
    store = open_store(database(data))
    try:
        with store.reading() as session:
            return {name: Counter(map(_hashable, session.execute(asked))) for name, asked in _QUESTIONS.items()}
    finally:
        store.engine.dispose()


def checksums(data: Path) -> set[checksum.Sum]:
    """What `flask checksum` says of each table."""
    store = open_store(database(data))
    try:
        return set(checksum.checksum(store))
    finally:
        store.engine.dispose()


def by_source(data: Path) -> Counter[str]:
    """How many public rows each source has."""
    found = of(data)
    rows = [*found["quotes"].elements(), *found["notices"].elements(), *found["articles"].elements()]
    return Counter(row[0] for row in rows)


def differences(one: Content, other: Content) -> list[str]:
    """What stands in one of the two alone, by its kind."""
    return [
        f"{name}: {len(lost)} lost, {len(gained)} too many, e.g. {[*lost, *gained][0]}"
        for name in one
        if (lost := one[name] - other[name]) | (gained := other[name] - one[name])
    ]


def _hashable(row: Any) -> tuple[Any, ...]:
    return tuple(tuple(sorted(part.items())) if isinstance(part, dict) else part for part in row)


def _quotes() -> Any:
    figures = (Quote.date, *(getattr(Quote, name) for name in _FIGURES), Quote.fen_per_kg, ImportRun.sha256)
    asked = select(*_SERIES, *figures).select_from(Quote).join(Series, Quote.series_id == Series.id)
    return _named(asked).outerjoin(ImportRun, Quote.import_run_id == ImportRun.id)


def _changes() -> Any:
    figures = (Quote.date, *(getattr(QuoteChange, name) for name in _FIGURES))
    asked = select(*_SERIES, *figures).select_from(QuoteChange).join(Quote, QuoteChange.quote_id == Quote.id)
    return _named(asked.join(Series, Quote.series_id == Series.id))


def _named(asked: Any) -> Any:
    return asked.join(Commodity, Commodity.id == Series.commodity_id).join(Market, Market.id == Series.market_id)


_QUESTIONS = {
    "quotes": _quotes(),
    "series": _named(select(*_SERIES).select_from(Series)),
    "changes": _changes(),
    "held": select(HeldQuote.fields, HeldQuote.reason, ImportRun.sha256).join(
        ImportRun, HeldQuote.import_run_id == ImportRun.id
    ),
    "notices": select(Notice.publisher, Notice.title, Notice.date, Notice.body, Notice.status),
    "articles": select(Article.source, Article.title, Article.date, Article.body, Article.status),
    # Which of two sources named it first is up to chance.
    "unknown names": select(UnknownName.kind, UnknownName.written),
    "markets": select(Market.name, Market.region_code),
    "commodities": select(Commodity.name),
    "page runs": select(ImportRun.kind, ImportRun.file_name, ImportRun.sha256),
    "kept pages": select(KeptPage.sha256, KeptPage.content_type),
}
