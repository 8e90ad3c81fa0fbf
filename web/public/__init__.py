"""The farmers' pages, light enough for the cheapest phone: one file per page, found by walking this folder."""

import sys

from flask import Blueprint, Response, make_response, render_template

from web import walked
from web.public import fresh, shown
from web.safe import guard, guarded


def blueprint() -> Blueprint:
    """All pages for farmers; their addresses stay short for messages.

    A page is a module here with `add_to(routes)`; with `NAV` it stands in the menu of every page.
    """
    routes = Blueprint(
        "public", __name__, template_folder="templates", static_folder="static", static_url_path="/public-static"
    )
    found = walked.pages(sys.modules[__name__])
    for page in found:
        page.add_to(routes)
    shown.share(routes, sorted(page.NAV for page in found if hasattr(page, "NAV")))
    fresh.keep(routes)
    routes.app_errorhandler(404)(_missing)
    return guarded(routes)


def _missing(_error: Exception) -> Response:
    """Also for addresses that belong to no room, whose answers pass none of the blueprint's hooks."""
    page = render_template("public/missing.html", **shown.shared())
    return guard(make_response(page, 404))
