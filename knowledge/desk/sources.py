"""Where prices and texts come from, as county staff see it: how each source does, asked again, taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.desk import deciding
from knowledge.models.source import DONE, FetchOrder, SourceRun
from knowledge.models.staff import COUNTY
from knowledge.night import orders, recall, sites, state
from knowledge.night.lock import AnotherNight, only_night
from knowledge.night.recall import Recalled
from knowledge.refusal import Refused
from knowledge.staff import audit
from knowledge.staff.access import Actor, NotHere, require

SHOWN = 60
STATES = {"running": "正在抓", "done": "成功", "held": "整个来源待核", "failed": "没抓到", "recalled": "已撤回"}


def titles(session: Session) -> dict[str, str]:
    """What each source is called for farmers, by its name."""
    return {name: make("").title for name, make in sites.makers(session).items()}


def listed(session: Session, actor: Actor, today: date) -> list[state.State]:
    """How all sources do; raises NotHere for whoever is not of the county."""
    require(actor, COUNTY)
    return state.states(session, titles(session), today)


def waiting(session: Session) -> dict[str, FetchOrder]:
    """The orders that the worker has not done yet, by source."""
    return {one.source: one for one in session.scalars(select(FetchOrder))}


def runs(session: Session, actor: Actor, name: str) -> Sequence[SourceRun]:
    """The last runs of a source, the newest first; raises NotHere for an unknown one."""
    require(actor, COUNTY)
    of = select(SourceRun).where(SourceRun.source == name).order_by(SourceRun.id.desc()).limit(SHOWN)
    found = session.scalars(of).all()
    if not found and name not in sites.makers(session):
        raise NotHere
    return found


def access_run(session: Session, actor: Actor, number: int) -> SourceRun:
    """A run that published something; raises NotHere."""
    require(actor, COUNTY)
    found = session.get(SourceRun, number)
    if found is None or found.state != DONE:
        raise NotHere
    return found


def order(session: Session, actor: Actor, name: str, now: datetime) -> None:
    """Wants a source fetched at once, by the worker; raises NotHere."""
    require(actor, COUNTY)
    if name not in sites.makers(session):
        raise NotHere
    orders.order(session, name, actor.name, now)
    audit.append(session, actor, "要求马上抓", "来源", name, now)


def would_take_back(store: Store, clock: Clock, run: SourceRun) -> Recalled:
    """What would go if all that the source brought since this run were taken back."""
    return recall.recall(store, clock, run.source, run.started_at, dry_run=True)


def take_back(store: Store, data_dir: Path, actor: Actor, run: SourceRun, reason: str, now: datetime) -> Recalled:
    """Takes back all that the source brought since this run; raises Refused without a reason or while a night runs."""
    kept = deciding.needed(reason)
    try:
        with only_night(store, data_dir), store.writing() as session:
            found = recall.take_back(session, run.source, run.started_at, kept, now)
            since = run.started_at.isoformat()
            audit.append(session, actor, "撤回", "来源", run.source, now, 从=since, 理由=kept, 结果=str(found))
    except AnotherNight as fault:
        raise Refused(str(fault)) from None
    return found
