"""The price board: what is quoted, my place first, with what changed since the quote before."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, render_template, request

from actions import quotes, wording
from knowledge import board, catalogue, clock, db
from knowledge.catalogue import Catalogue
from knowledge.text import normalise
from web.public import ranking, visitor
from web.public.shown import Nav

NAV = Nav(10, "行情", "public.prices")
PAGE_ROWS = 40
_LAST_PAGE = 999


@dataclass(frozen=True)
class Row:
    """One commodity on the board; `change` is in words, `direction` up, down or empty.

    `original` is the source's own figure where its unit is another weight.
    """

    name: str
    number: int
    quote: Any
    market: str
    change: str
    direction: str
    figure: str
    original: str
    dated: str
    is_old: bool


def add_to(routes: Blueprint) -> None:
    """`/`, by category (`?kind=`), by name (`?q=`), in pages (`?page=`)."""

    @routes.get("/")
    def prices() -> str:
        today = clock.current().today()
        with db.current().reading() as session:
            names = catalogue.current(session)
            first = ranking.best(board.board(session, today), names, visitor.place(names.places))
            kinds = Counter(names.commodities[number].category for number in first)
            kind, wanted, page = request.args.get("kind", ""), request.args.get("q", "").strip()[:20], _page()
            chosen = _ordered(first, names, kind if kind in kinds else "", wanted)
            here = chosen[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
            found = board.shown(session, [first[number][1].series_id for number in here], today)
        rows = [row(found[first[i][1].series_id], names, today) for i in here if first[i][1].series_id in found]
        return render_template(
            "public/prices.html",
            rows=rows,
            unquoted=_unquoted(wanted, names, first) if page == 1 else [],
            kinds=[name for name, _ in kinds.most_common()],
            kind=kind,
            wanted=wanted,
            page=page,
            is_more=len(chosen) > page * PAGE_ROWS,
        )


def row(quote: Any, names: Catalogue, today: date) -> Row:
    """A newest quote, with its `before_…`, as a row."""
    commodity, market = names.commodities[quote.commodity_id], names.markets.get(quote.market_id)
    before, step = None, 0
    if quote.before_date is not None:
        before = SimpleNamespace(date=quote.before_date, fen_per_kg=quote.before_fen_per_kg)
        step = (quote.fen_per_kg or 0) - (quote.before_fen_per_kg or 0)
    words = quotes.change(quote, before)
    direction = ("up" if step > 0 else "down" if step < 0 else "") if words else ""
    figure, _, original = quotes.figure(quote).partition("\n")
    return Row(
        name=commodity.name,
        number=commodity.id,
        quote=quote,
        market=market.name if market else "",
        change=words,
        direction=direction,
        figure=figure.partition("（")[0],
        original=original,
        dated=wording.day(quote.date, today) if quote.date == today else quotes.dated(quote, today),
        is_old=(today - quote.date).days > quotes.STALE_DAYS,
    )


def _page() -> int:
    written = request.args.get("page", "1")
    return max(1, min(int(written), _LAST_PAGE)) if written.isascii() and written.isdigit() and len(written) < 4 else 1


def _ordered(first: Iterable[int], names: Catalogue, kind: str, wanted: str) -> list[int]:
    named = _named(wanted, names) if wanted else None
    return [
        number
        for number in first
        if (named is None or number in named) and (not kind or names.commodities[number].category == kind)
    ]


def _named(wanted: str, names: Catalogue) -> set[int]:
    """The commodities that have the words in one of their names, and the kinds of those."""
    text = normalise(wanted).text
    found = {number for name, number in names.commodity_ids.items() if text and text in name}
    return found | {below.id for number in found for below in names.descendants(names.commodities[number])}


def _unquoted(wanted: str, names: Catalogue, first: Mapping[int, Any]) -> list[tuple[int, str]]:
    """What a search finds that nobody has quoted."""
    found = _named(wanted, names) - first.keys() if wanted else set()
    return [(number, names.commodities[number].name) for number in sorted(found)][:10]
