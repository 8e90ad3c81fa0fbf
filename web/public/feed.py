"""Notices as a feed, for readers and other sites."""

from flask import Blueprint, Response, make_response, render_template

from knowledge import clock, db, reading
from knowledge.posts import hidden


def add_to(routes: Blueprint) -> None:
    """`/n.xml`, an Atom feed (RFC 4287) of the newest notices."""

    @routes.get("/n.xml")
    def notices_feed() -> Response:
        today = clock.current().today()
        with db.current().reading() as session:
            rows = reading.notices(session, "", "").rows
        entries = [
            (row, *(_printable(text) for text in (row.title, row.publisher, row.body)), reading.has_ended(row, today))
            for row in rows
        ]
        answer = make_response(render_template("public/notices.xml", entries=entries))
        answer.mimetype = "application/atom+xml"
        return answer


def _printable(text: str) -> str:
    """What XML can hold, without people's numbers."""
    return hidden.published("".join(c for c in text if c.isprintable() or c in "\n\t"))
