"""Jobs: a list with the nearest first, and each on a page of its own."""

from flask import Blueprint, Response, make_response, render_template

from knowledge import catalogue, clock, db, posts
from knowledge.catalogue import Catalogue
from knowledge.text import normalise
from web.public import asked, cards, fresh, visitor
from web.public.shown import Nav

NAV = Nav(20, "招工", "public.jobs")
# Work that is asked for most, to be tapped.
OFTEN = ("小工", "摘茶", "摘橘子", "普工", "搬运工", "保洁", "泥工", "司机")


def add_to(routes: Blueprint) -> None:
    """`/j` by work (`?q=`), in pages (`?page=`), and `/j/NAME`."""

    @routes.get("/j")
    @fresh.each_minute
    def jobs() -> str:
        now, wanted, page = clock.current().now(), asked.words(), asked.page(posts.MOST_PAGES)
        with db.current().reading() as session:
            names = catalogue.current(session)
            near = visitor.place(names.places)
            found = posts.jobs(session, names, now, near, names_of(names, wanted), page)
        today = clock.local(now).date()
        rows = [(cards.of_job(post, today), ring) for post, ring in found.posts]
        return render_template("public/jobs.html", rows=rows, found=found, wanted=wanted, page=page, often=OFTEN)

    @routes.get("/j/<name>")
    @fresh.each_minute
    def job(name: str) -> str | Response:
        now = clock.current().now()
        with db.current().reading() as session:
            found = posts.find_job(session, name, now)
        if found is None:
            return over("public.jobs", "招工")
        return render_template(
            "public/post.html", card=cards.of_job(found, clock.local(now).date()), back="public.jobs"
        )


def names_of(names: Catalogue, wanted: str) -> list[str]:
    """The words that work goes by: as written, and by every other name of this work or crop."""
    if not wanted:
        return []
    plain = normalise(wanted).text
    work = names.job_types.get(plain)
    others = [name for name, known in names.job_types.items() if work and known == work]
    crop = names.commodity(wanted)
    others += [name for name, number in names.commodity_ids.items() if crop and number == crop.id and len(name) > 1]
    return list(dict.fromkeys([wanted, plain, *others]))[:40]


def over(back: str, label: str) -> Response:
    """What is said of a post that is not there, or no longer open to all."""
    return make_response(render_template("public/over.html", back=back, label=label), 404)
