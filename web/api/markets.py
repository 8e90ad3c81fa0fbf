"""`/api/v1/markets`: every market with its place."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify

from knowledge import catalogue, db
from web.api.asked import asked, limit
from web.api.commodities import RULES as PAGES

RULES: dict[str, Mapping[str, Any]] = {**PAGES, "limit": limit(1000, 500)}


def add_to(routes: Blueprint) -> None:
    """The route; pages go by the number of the last one."""

    @routes.get("/markets")
    def markets() -> Response:
        wanted = asked(RULES)
        with db.current().reading() as session:
            names = catalogue.current(session)
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "region_code": one.region_code,
                "region": names.places.path(one.region_code) if one.region_code else "",
                "other_names": list(one.aliases),
            }
            for one in sorted(names.markets.values(), key=lambda one: one.id)
            if one.id > wanted.number("after")
        ]
        most = wanted.number("limit")
        return jsonify(markets=rows[:most], next=rows[most - 1]["id"] if len(rows) > most else None)
