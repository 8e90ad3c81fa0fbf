"""`/api/v1/commodities`: every commodity with its other names."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify

from knowledge import catalogue, db
from web.api.asked import asked, limit

RULES: dict[str, Mapping[str, Any]] = {
    "after": {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 0},
    "limit": limit(1000, 500),
}


def add_to(routes: Blueprint) -> None:
    """The route; pages go by the number of the last one."""

    @routes.get("/commodities")
    def commodities() -> Response:
        wanted = asked(RULES)
        with db.current().reading() as session:
            names = catalogue.current(session)
        others: dict[int, list[str]] = defaultdict(list)
        for name, number in names.commodity_ids.items():
            others[number].append(name)
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "category": one.category,
                "wider_id": one.parent_id,
                "other_names": [name for name in others[one.id] if name != one.name],
            }
            for one in sorted(names.commodities.values(), key=lambda one: one.id)
            if one.id > wanted.number("after")
        ]
        most = wanted.number("limit")
        return jsonify(commodities=rows[:most], next=rows[most - 1]["id"] if len(rows) > most else None)
