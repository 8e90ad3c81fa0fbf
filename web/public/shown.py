"""What all pages show alike: the menu, the place, the size of letters, and where they are found."""

from typing import Any, NamedTuple

from flask import Blueprint, current_app, url_for

from actions import quotes, wording
from knowledge import catalogue, clock, db, settings
from knowledge.posts import hidden
from web.public import asked, fresh, visitor

_MENU = "PUBLIC_MENU"


class Nav(NamedTuple):
    """A page's place in the menu."""

    position: int
    label: str
    endpoint: str


def share(routes: Blueprint, menu: list[Nav]) -> None:
    """Gives the templates what they share."""
    routes.record(lambda state: state.app.config.update({_MENU: menu}))
    routes.context_processor(shared)
    routes.add_app_template_filter(hidden.published, "published")
    routes.add_app_template_global(wording.day, "day")
    routes.add_app_template_global(wording.age, "age")
    routes.add_app_template_global(quotes.figure, "figure")


def shared() -> dict[str, Any]:
    """What every template knows without being told."""
    with db.current().reading() as session:
        places = catalogue.current(session).places
    return {
        "menu": current_app.config[_MENU],
        "county": places.name(places.home),
        "place_name": places.name(visitor.place(places)),
        "is_large": visitor.is_large(),
        "here": asked.address(),
        "asset": asset,
        "absolute": absolute,
        "is_open": "api" in current_app.blueprints,
        "today": clock.current().today(),
    }


def asset(name: str) -> str:
    """The address of a file that browsers keep until a release changes it."""
    return url_for("public.static", filename=name, v=fresh.release())


def absolute(path: str) -> str:
    """The same address for people elsewhere: in shared links and in codes on paper."""
    return settings.current().public_url + path
