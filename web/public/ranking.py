"""Which price of a commodity comes first, and which commodity: what is new and near."""

from collections.abc import Mapping
from datetime import date

from actions.quotes import FAR, STALE_DAYS, TOO_OLD_DAYS
from knowledge.board import Board, Line
from knowledge.catalogue import Catalogue
from knowledge.models.region import distance

Rank = tuple[bool, int, bool, int, int]


def steps(names: Catalogue, market_id: int, near: str) -> int:
    """How far a market lies from a place: 0 the same township, 1 county, 2 city, 3 province, 4 beyond."""
    market = names.markets.get(market_id)
    return distance(market.region_code, near) if market and market.region_code else FAR


def rank(line: Line, names: Catalogue, near: str, today: date) -> Rank:
    """The order of series: those of the last 30 days, then the nearest, then the newest."""
    age = (today - line.day).days
    return age > TOO_OLD_DAYS, steps(names, line.market_id, near), age > STALE_DAYS, age, line.series_id


def best(shown: Board, names: Catalogue, near: str) -> Mapping[int, tuple[Rank, Line]]:
    """The first series of each commodity with its rank, the commodities in the order of the board."""
    return shown.once(("best", near), lambda: _best(shown, names, near))


def _best(shown: Board, names: Catalogue, near: str) -> Mapping[int, tuple[Rank, Line]]:
    away = {number: steps(names, number, near) for number in names.markets}
    found: dict[int, tuple[Rank, Line]] = {}
    for line in shown.lines:
        age = (shown.day - line.day).days
        place = (age > TOO_OLD_DAYS, away.get(line.market_id, FAR), age > STALE_DAYS, age, line.series_id)
        held = found.get(line.commodity_id)
        if held is None or place < held[0]:
            found[line.commodity_id] = (place, line)
    known = (number for number in found if number in names.commodities)
    ordered = sorted(known, key=lambda number: (*found[number][0][:3], names.commodities[number].category, number))
    return {number: found[number] for number in ordered}
