"""The phone simulator: a WeChat chat in the browser, which speaks to the bot over HTTP as any channel does."""

from collections.abc import Callable

from flask import Blueprint, render_template

from actions.menu import MENU
from knowledge import catalogue, db
from web.safe import guarded


def blueprint(welcome: Callable[[], str]) -> Blueprint:
    """The one page, which opens with the `welcome` of a new follower; places are the townships of the home county."""
    routes = Blueprint("phone", __name__, url_prefix="/phone", template_folder="templates", static_folder="static")

    @routes.get("", strict_slashes=False)
    def phone() -> str:
        return render_template("phone/phone.html", menu=MENU, townships=_townships(), welcome=welcome())

    return guarded(routes)


def _townships() -> list[str]:
    with db.current().reading() as session:
        places = catalogue.current(session).places
    return places.below(places.home)
