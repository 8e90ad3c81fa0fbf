"""待答问题: what nobody could answer yet, most urgent first."""

from flask import Blueprint, render_template, request

from knowledge import catalogue, danger, db, intents
from knowledge.db import Session
from knowledge.questions import queue
from knowledge.staff.access import Actor
from web.console.guard import actor
from web.console.shown import Nav
from web.console.waiting import Waiting

NAV = Nav(10, "待答问题", "console.questions")


def waits(session: Session, actor: Actor) -> list[Waiting]:
    """Open questions, the urgent ones apart."""
    everything, urgent = queue.count(session, actor)
    return [
        Waiting("件急事：中毒、疫情、汛情", urgent, NAV.endpoint, is_urgent=True),
        Waiting("个农户的问题没人答", everything - urgent, NAV.endpoint),
    ]


def add_to(routes: Blueprint) -> None:
    """The queue; `rank` and `after` say where a page begins."""

    @routes.get("/questions")
    def questions() -> str:
        return _queue(mine=False)

    @routes.get("/questions/mine")
    def my_questions() -> str:
        return _queue(mine=True)

    @routes.app_template_filter("intent")
    def intent(written: str) -> str:
        return intents.name(written)

    @routes.app_template_filter("urgency")
    def urgency(degree: int) -> str:
        return danger.NAMES.get(degree, "")


def _queue(*, mine: bool) -> str:
    asked = request.args
    wanted = queue.Filter(
        asked.get("intent", ""), asked.get("place", ""), is_mine=mine, is_settled=asked.get("state") == "settled"
    )
    number = asked.get("after", type=int)
    after = (asked.get("rank", 0, type=int), number) if number else None
    with db.current().reading() as session:
        entries = queue.page(session, actor(), wanted, after)
        townships = _townships(session)
        found = queue.intents_of(session)
    return render_template(
        "console/questions.html",
        entries=entries,
        wanted=wanted,
        townships=townships,
        intents=found,
        more=len(entries) == queue.A_PAGE,
        endpoint="console.my_questions" if mine else "console.questions",
    )


def _townships(session: Session) -> list[tuple[str, str]]:
    """Code and name of the divisions below the actor's own."""
    places = catalogue.current(session).places
    mine = actor().region_code
    return sorted((code, places.name(code)) for code, parent in places.parents.items() if parent == mine)
