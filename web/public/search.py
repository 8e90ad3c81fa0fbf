"""Search over all that the pages show: goods with a price, jobs, goods on offer, articles, notices, places."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template

from actions import safety
from knowledge import catalogue, clock, db, posts, reading, search
from knowledge.catalogue import Catalogue, CommodityName
from knowledge.db import Session
from knowledge.models.article import Article
from knowledge.models.notice import Notice
from knowledge.models.trade import DEMAND, SUPPLY
from knowledge.search.score import NAME
from knowledge.text import normalise
from web.public import asked, cards, fresh, goods, jobs, visitor
from web.public.shown import Nav

NAV = Nav(70, "搜索", "public.search")
MOST_TEXTS, MOST_NAMES, MOST_OF_EACH = 10, 8, 3
# No work goes by a longer name: who writes more asks for something else.
LONGEST_WORK = 6
# So much of what is asked must stand in a text, by words or in its title.
ENOUGH = 0.34
_TABLES: dict[str, Any] = {"article": Article, "notice": Notice}


@dataclass
class Hits:
    """What was found, by kind; all of it empty when nothing fits."""

    warning: str = ""
    places: list[tuple[str, str]] = field(default_factory=list)
    commodities: list[CommodityName] = field(default_factory=list)
    texts: list[tuple[str, Any, bool]] = field(default_factory=list)
    jobs: list[cards.Card] = field(default_factory=list)
    goods: list[cards.Card] = field(default_factory=list)

    @property
    def are_none(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.warning or self.places or self.commodities or self.texts or self.jobs or self.goods)


def add_to(routes: Blueprint) -> None:
    """`/s?q=`."""

    @routes.get("/s")
    @fresh.each_minute
    def search() -> str:
        wanted = asked.words()
        with db.current().reading() as session:
            hits = _found(session, wanted) if wanted else Hits()
        return render_template("public/search.html", wanted=wanted, hits=hits)


def _found(session: Session, wanted: str) -> Hits:
    names, now = catalogue.current(session), clock.current().now()
    today, near = clock.local(now).date(), visitor.place(names.places)
    commodities, place = named_in(names, wanted), names.places.find(wanted)
    meant = [number for each in commodities[:1] for number in goods.named(names, each.name)]
    work = jobs.names_of(names, wanted) if len(wanted) <= LONGEST_WORK else []
    found = posts.jobs(session, names, now, near, work).posts[:MOST_OF_EACH] if work else []
    offers = [
        post
        for kind in (SUPPLY, DEMAND)
        for post, _ in (posts.goods(session, names, now, kind, near, meant).posts[:MOST_OF_EACH] if meant else [])
    ]
    return Hits(
        warning=safety.warning(wanted, names, today, session),
        places=[(place, names.places.path(place))] if place else [],
        commodities=commodities,
        texts=_texts(session, names, wanted, commodities),
        jobs=[cards.of_job(post, today) for post, _ in found],
        goods=[cards.of_goods(post, names, today) for post in offers],
    )


def named_in(names: Catalogue, wanted: str) -> list[CommodityName]:
    """The commodity that goes by this name, those that the words name, and those whose names hold the words."""
    plain = normalise(wanted).text.strip()
    whole = names.commodity(wanted)
    within = sorted((name for name in names.commodity_ids if len(name) > 1 and name in plain), key=len, reverse=True)
    around = sorted((name for name in names.commodity_ids if len(plain) > 1 and plain in name), key=len)
    numbers = [*([whole.id] if whole else []), *(names.commodity_ids[name] for name in (*within, *around))]
    return [names.commodities[number] for number in dict.fromkeys(numbers)][:MOST_NAMES]


def _texts(
    session: Session, names: Catalogue, wanted: str, commodities: list[CommodityName]
) -> list[tuple[str, Any, bool]]:
    """Articles and notices that fit, as kind, row, and whether its last day has passed; those come last."""
    today = clock.current().today()
    families = [names.family(each) for each in commodities[:1]]
    found = []
    for hit in search.find(session, wanted, families, tuple(_TABLES), MOST_TEXTS):
        row = session.get(_TABLES[hit.passage.kind], hit.passage.row_id) if _fits(hit) else None
        if row is not None and row.status == reading.PUBLISHED:
            found.append((hit.passage.kind, row, reading.has_ended(row, today)))
    return sorted(found, key=lambda each: each[2])


def _fits(hit: search.Found) -> bool:
    return max(hit.coverage, hit.headed) >= ENOUGH or hit.why.get(NAME, 0.0) > 0
