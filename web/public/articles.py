"""Articles: a list with the newest first, and each to be read."""

from flask import Blueprint, abort, render_template, request

from actions import safety
from knowledge import articles_told, catalogue, clock, db, reading
from knowledge.catalogue import Catalogue
from knowledge.models import passage
from knowledge.models.article import Article
from knowledge.posts import hidden
from web.public import asked
from web.public.shown import Nav

NAV = Nav(40, "农技", "public.techniques")


def add_to(routes: Blueprint) -> None:
    """`/a` by category (`?kind=`) and crop (`?q=`), the ones before others by `?before=`, and `/a/ID`."""

    @routes.get("/a")
    def techniques() -> str:
        kind, wanted, before = request.args.get("kind", "")[:20], asked.words(), request.args.get("before", "")
        with db.current().reading() as session:
            crop = crop_of(catalogue.current(session), wanted)
            page = reading.articles(session, clock.current().today(), kind, crop, before)
            kinds = reading.categories(session, Article)
        return render_template(
            "public/articles.html", page=page, kinds=kinds, kind=kind, wanted=wanted, crop=crop, before=before
        )

    @routes.get("/a/<int:number>")
    def technique(number: int) -> str:
        today = clock.current().today()
        with db.current().reading() as session:
            found = reading.article(session, number) if number < 2**31 else None
            if found is None:
                abort(404)
            parts = passage.of(session, "article", number)
            text = "\n".join(part.text for part in parts)
            stopped = safety.stopped(text, catalogue.current(session), today, session)
        return render_template(
            "public/article.html",
            article=found,
            parts=[(hidden.published(part.heading), hidden.published(part.text)) for part in parts],
            stopped=stopped,
            signed=hidden.published(articles_told.signed(found, today)),
            has_ended=reading.has_ended(found, today),
            has_phone=not stopped and bool(hidden.of_people(found.body)),
        )


def crop_of(names: Catalogue, wanted: str) -> str:
    """The crop or problem by the name that articles stand under; as written where no list of ours has it."""
    found = names.commodity(wanted) if wanted else None
    return found.name if found else names.problems.get(wanted, wanted)
