"""What proxies and phones may keep: a page is made once for what is known, and who has it already is told so.

A page holds for the day and for what is known (`knowledge_revision`). One that changes by the minute says so with
`each_minute`; one that is a single person's says `personal` and is never kept.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, g, request

from knowledge import clock, db, revision
from web.public import visitor
from web.public.shelf import Kept, Shelf

SECONDS = 60
A_YEAR = "public, max-age=31536000, immutable"
_STATIC = "public.static"
_PACKABLE = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")
_MADE_WITH = (".py", ".html", ".css", ".js", ".png")
View = TypeVar("View", bound=Callable[..., Any])


def each_minute(view: View) -> View:
    """Marks a view whose page changes with the minute: posts end at a moment."""
    view.pace = "minute"  # type: ignore[attr-defined]
    return view


def personal(view: View) -> View:
    """Marks a view whose answer is for one person alone."""
    view.pace = "never"  # type: ignore[attr-defined]
    return view


def keep(routes: Blueprint) -> None:
    """Gives each page of the blueprint its mark, its time and its lighter form."""
    shelf = Shelf()
    routes.before_request(lambda: _had(shelf))
    routes.after_request(lambda response: _finished(response, shelf))


def _had(shelf: Shelf) -> Response | None:
    """Nothing is rendered for who has the page, nor a second time for who has not."""
    g.mark = _mark()
    if g.mark is None:
        return None
    if request.if_none_match.contains_weak(g.mark):
        return Response(status=304)
    kept = shelf.get(g.mark)
    return _sent(kept) if kept else None


def _sent(kept: Kept) -> Response:
    if kept.is_packed and _unpacks():
        return Response(kept.body, headers={**kept.headers, "Content-Encoding": "gzip"})
    return Response(kept.plain, headers=kept.headers)


def _mark() -> str | None:
    """What names this page as it is now; None where it is not to be kept."""
    pace = getattr(current_app.view_functions.get(request.endpoint or ""), "pace", "day")
    if request.method not in ("GET", "HEAD") or pace == "never" or request.endpoint == _STATIC:
        return None
    now = clock.local(clock.current().now())
    moment = f"{now:%Y%m%d%H%M}" if pace == "minute" else f"{now:%Y%m%d}"
    said = (release(), str(revision.current(db.current())), moment, request.full_path, *visitor.said())
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _finished(response: Response, shelf: Shelf) -> Response:
    mark = g.get("mark")
    if request.endpoint == _STATIC:
        response.headers["Cache-Control"] = A_YEAR
    elif mark is None or "Set-Cookie" in response.headers:
        response.headers.setdefault("Cache-Control", "no-store")
    elif response.status_code in (200, 304):
        response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        response.set_etag(mark, weak=True)
        response.vary.update(("Cookie", "Accept-Encoding"))
        if response.status_code == 200 and not response.is_streamed and "Content-Encoding" not in response.headers:
            return _shelved(response, mark, shelf)
    return packed(response)


def _shelved(response: Response, mark: str, shelf: Shelf) -> Response:
    body, packs = response.get_data(), _packs(response)
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    shelf.put(mark, Kept(gzip.compress(body, mtime=0) if packs else body, packs, headers))
    return packed(response)


def packed(response: Response) -> Response:
    """The answer in its lighter form for who can unpack it."""
    if not _packs(response) or response.status_code == 304:
        return response
    response.vary.add("Accept-Encoding")
    whole = not response.is_streamed or request.endpoint == _STATIC
    if whole and _unpacks() and "Content-Encoding" not in response.headers:
        source, response.direct_passthrough = response.response, False
        response.set_data(gzip.compress(response.get_data(), mtime=0))
        getattr(source, "close", lambda: None)()
        response.headers["Content-Encoding"] = "gzip"
    return response


def _packs(response: Response) -> bool:
    return (response.mimetype or "").startswith(_PACKABLE)


def _unpacks() -> bool:
    return request.accept_encodings.quality("gzip") > 0


@cache
def release() -> str:
    """A mark of what these pages are made with: those of a new release are other pages."""
    root, found = Path(__file__).parents[2], hashlib.sha256()
    for path in sorted(path for room in ("web", "actions", "knowledge") for path in (root / room).rglob("*.*")):
        if path.suffix in _MADE_WITH:
            found.update(path.read_bytes())
    return found.hexdigest()[:10]
