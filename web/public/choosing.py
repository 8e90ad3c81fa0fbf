"""What a visitor chooses, without any script: the place that comes first, and large letters."""

import re

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from knowledge import catalogue, db, settings
from knowledge.places import Places
from web.public import fresh, visitor

A_YEAR_SECONDS = 365 * 86400
_SIZES = (visitor.LARGE, "")
# An address of these pages: nobody is led elsewhere.
_OURS = re.compile(r"/(?![/\\])[^\\\s]*")


def add_to(routes: Blueprint) -> None:
    """`/place` lists places to choose from, `/choose` keeps a choice in the browser and leads back."""

    @routes.get("/place")
    def place() -> str:
        with db.current().reading() as session:
            places = catalogue.current(session).places
        wanted = request.args.get("q", "").strip()[:20]
        found = _named(places, wanted) if wanted else [places.home, *_below(places, places.home)]
        shown = [(code, places.path(code) if wanted else places.name(code)) for code in found]
        return render_template("public/place.html", found=shown, wanted=wanted, back=_back(), here=_back())

    @routes.get("/choose")
    @fresh.personal
    def choose() -> Response:
        answer = redirect(_back(), 303)
        for name in (visitor.PLACE, visitor.SIZE):
            if name in request.args:
                _keep(answer, name, request.args[name])
        return answer


def _keep(answer: Response, name: str, value: str) -> None:
    with db.current().reading() as session:
        places = catalogue.current(session).places
    if (name == visitor.SIZE and value not in _SIZES) or (name == visitor.PLACE and value not in places.names):
        abort(404)
    secure = settings.current().public_url.startswith("https:")
    answer.set_cookie(name, value, A_YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax")


def _back() -> str:
    wanted = request.args.get("back", "/")
    return wanted if _OURS.fullmatch(wanted) else "/"


def _below(places: Places, area: str) -> list[str]:
    return sorted(code for code, parent in places.parents.items() if parent == area)


def _named(places: Places, wanted: str) -> list[str]:
    """The place of that name, what lies below it, and others that bear the name."""
    first = places.find(wanted)
    same = [code for code in places.codes.get(wanted, ()) if code != first]
    return [first, *_below(places, first), *same][:60] if first else same[:60]
