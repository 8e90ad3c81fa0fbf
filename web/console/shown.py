"""What all pages show alike: the menu, days and moments, places, forms."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, g
from flask_wtf import FlaskForm

from knowledge import catalogue, clock, db
from knowledge.models.staff import VILLAGE
from knowledge.staff.access import ROLE_NAMES


class Nav(NamedTuple):
    """A page's place in the menu, and the least role that sees it there."""

    position: int
    label: str
    endpoint: str
    role: str = VILLAGE


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose own messages are Chinese."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Read by WTForms."""

        locales = ("zh",)


def share(routes: Blueprint, menu: list[Nav]) -> None:
    """Gives the console's templates what they share."""

    @routes.context_processor
    def shared() -> dict[str, Any]:
        actor = g.get("actor")
        return {
            "menu": [entry for entry in menu if actor and actor.is_at_least(entry.role)],
            "actor": actor,
            "role_names": ROLE_NAMES,
            "moment": moment,
            "place": place,
        }


def moment(at: datetime | None) -> str:
    """A moment as staff read it: 11月27日 09:05, with the year where it is another one."""
    if at is None:
        return ""
    here, now = clock.local(at), clock.local(clock.current().now())
    year = "" if here.year == now.year else f"{here.year}年"
    return f"{year}{here.month}月{here.day}日 {here:%H:%M}"


def place(code: str | None) -> str:
    """A division's name."""
    if not code:
        return "不限地方"
    with db.current().reading() as session:
        return catalogue.current(session).places.path(code)
