"""`/api/v1/prices` and the same as CSV: quotes as their sources gave them, with yuan per jin beside them."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request, url_for

from knowledge import catalogue, clock, db, open_prices, settings
from knowledge.board import Line
from knowledge.catalogue import Catalogue
from knowledge.documents.written import harmless
from knowledge.models.region import within
from knowledge.open_prices import START, Place
from web.api.asked import CURSOR, DAY, NAME, Asked, Wrong, asked, limit

LICENCE = "报价归各来源（source）所有，可以引用，引用时请写明来源和日期；演示数据（is_demo）不是真的价格，不要引用。"
_FILTERS = {"commodity": NAME, "market": NAME, "region": NAME, "from": DAY, "to": DAY, "cursor": CURSOR}
RULES: dict[str, Mapping[str, Any]] = {**_FILTERS, "limit": limit(1000, 100)}
CSV_RULES: dict[str, Mapping[str, Any]] = {**_FILTERS, "limit": limit(10_000, 10_000)}
# As prices are imported, so that one installation can read another's; further columns after them.
COLUMNS = (
    "date", "market", "region", "commodity", "variety", "grade", "low", "high", "average", "unit", "source",
    "written", "yuan_per_jin", "is_demo", "region_code", "commodity_id", "market_id",
)  # fmt: skip


def add_to(routes: Blueprint) -> None:
    """The two routes."""

    @routes.get("/prices")
    def prices() -> Response:
        rows, following = _page(asked(RULES))
        return jsonify(licence=LICENCE, prices=rows, next=_written(following))

    @routes.get("/prices.csv")
    def prices_csv() -> Response:
        rows, following = _page(asked(CSV_RULES))
        answer = Response(_csv(rows), mimetype="text/csv")
        answer.headers["Content-Disposition"] = 'attachment; filename="prices.csv"'
        if following:
            query = urlencode({**request.args.to_dict(), "cursor": _written(following)})
            path = f"{url_for('api.prices_csv')}?{query}"
            answer.headers["Link"] = f'<{settings.current().public_url}{path}>; rel="next"'
        return answer


def _page(wanted: Asked) -> tuple[list[dict[str, Any]], Place | None]:
    first, last = wanted.day("from") or date.min, wanted.day("to") or date.max
    if first > last:
        raise Wrong("参数 from 的日期在 to 之后")
    today = clock.current().today()
    with db.current().reading() as session:
        names = catalogue.current(session)
        filtered, after = _filter(wanted, names), _place(wanted.text("cursor"))
        rows, following = open_prices.page(session, today, filtered, first, last, after, wanted.number("limit"))
    return [_shown(row, names) for row in rows], following


def _filter(wanted: Asked, names: Catalogue) -> Callable[[Line], bool]:
    """Which series are wanted; raises Wrong with 404 for a name that nothing bears."""
    commodity = _known(wanted, "commodity", names.commodity, "农产品")
    market = _known(wanted, "market", names.market, "市场")
    region = _known(wanted, "region", names.places.find, "地方")
    there = {number for number, one in names.markets.items() if region and within(one.region_code, region)}

    def is_wanted(line: Line) -> bool:
        return (
            (commodity is None or line.commodity_id == commodity.id)
            and (market is None or line.market_id == market.id)
            and (region is None or line.market_id in there)
        )

    return is_wanted


def _known(wanted: Asked, name: str, find: Callable[[str], Any], kind: str) -> Any:
    if name not in wanted.given:
        return None
    found = find(wanted.text(name)) if wanted.text(name) else None
    if found is None:
        raise Wrong(f"没有叫「{wanted.text(name)}」的{kind}", 404)
    return found


def _shown(row: Any, names: Catalogue) -> dict[str, Any]:
    market = names.markets.get(row.market_id)
    region = market.region_code if market else ""
    return {
        "date": row.date.isoformat(),
        "market": market.name if market else "",
        "region": names.places.path(region) if region else "",
        "commodity": names.commodities[row.commodity_id].name,
        **{name: getattr(row, name) for name in ("variety", "grade", "low", "high", "average", "unit", "source")},
        "written": row.written,
        "yuan_per_jin": None if row.fen_per_kg is None else row.fen_per_kg / 200,
        "is_demo": bool(row.is_demo),
        "region_code": region,
        "commodity_id": row.commodity_id,
        "market_id": row.market_id,
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    written = io.StringIO()
    # Spreadsheets take the file for Unicode by its first character.
    written.write("\ufeff")
    lines = csv.writer(written)
    lines.writerow((*COLUMNS, "licence"))
    for row in rows:
        lines.writerow((*(_cell(row[name]) for name in COLUMNS), LICENCE))
    return written.getvalue()


def _cell(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else int(value) if isinstance(value, bool) else value


def _written(place: Place | None) -> str | None:
    return f"{place.series_id}-{place.day.toordinal()}" if place else None


def _place(cursor: str) -> Place:
    if not cursor:
        return START
    series_id, day = map(int, cursor.split("-"))
    return Place(series_id, date.fromordinal(min(max(day, 1), date.max.toordinal())))
