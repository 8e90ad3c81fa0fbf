"""One article to read."""

from flask import Blueprint, abort, render_template

from actions import safety
from knowledge import catalogue, clock, db
from knowledge.models import article, passage


def add_to(routes: Blueprint) -> None:
    """`/a/ID`."""

    @routes.get("/a/<int:number>")
    def technique(number: int) -> str:
        today = clock.current().today()
        with db.current().reading() as session:
            found = article.one_published(session, number, today)
            if found is None:
                abort(404)
            parts = passage.of(session, "article", number)
            text = "\n".join(part.text for part in parts)
            stopped = safety.stopped(text, catalogue.current(session), today, session)
        return render_template("public/article.html", article=found, parts=parts, stopped=stopped)
