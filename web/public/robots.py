"""What search engines may look at: everything but what concerns single people."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, make_response, render_template

from knowledge import catalogue, db, sitemap
from web.public.shown import absolute

# Posts are people's own and soon over; the others are for who asks.
CLOSED = (
    "/j",
    "/g",
    "/tel/",
    "/s?",
    "/s$",
    "/ask",
    "/choose",
    "/place",
    "/phone",
    "/console/",
    "/webhooks/",
    "/model/",
)


def add_to(routes: Blueprint) -> None:
    """`/robots.txt`, and `/sitemap.xml` with the parts that it names."""

    @routes.get("/robots.txt")
    def robots() -> Response:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {absolute('/sitemap.xml')}", ""]
        return _as("text/plain", "\n".join(lines))

    @routes.get("/sitemap.xml")
    def whole_sitemap() -> Response:
        with db.current().reading() as session:
            parts = [f"/sitemap/{kind}-{first}.xml" for kind, first in sitemap.parts(session)]
        return _as("application/xml", render_template("public/sitemap.xml", parts=parts))

    @routes.get("/sitemap/<kind>-<int:first>.xml")
    def part_of_sitemap(kind: str, first: int) -> Response:
        with db.current().reading() as session:
            found = list(_paths(session, kind, first))
        if not found:
            abort(404)
        return _as("application/xml", render_template("public/sitemap.xml", paths=found))


def _paths(session: db.Session, kind: str, first: int) -> Iterator[str]:
    if kind == "c":
        numbers = sorted(catalogue.current(session).commodities)[first : first + sitemap.A_PART]
        yield from (f"/c/{number}" for number in numbers)
    elif kind in sitemap.TABLES and first < 2**31:
        yield from (f"/{kind}/{number}" for number in sitemap.numbers(session, kind, first))


def _as(mimetype: str, text: str) -> Response:
    answer = make_response(text)
    answer.mimetype = mimetype
    return answer
