"""Fills a new store: the catalogues always; starter articles and plainly marked samples when wanted."""

from datetime import date
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports import notices
from knowledge.imports.run import load
from knowledge.imports.terms import Terms
from knowledge.models.base import Account
from knowledge.models.commodity import Commodity, CommodityAlias
from knowledge.models.contact import Contact
from knowledge.models.job import Job, JobType
from knowledge.models.market import Market
from knowledge.models.notice import Notice
from knowledge.models.pesticide import Pesticide
from knowledge.models.price import Quote, Series
from knowledge.models.problem import Problem
from knowledge.models.region import Region
from knowledge.models.trade import TradePost
from knowledge.search import remove
from knowledge.starter import presets, rows
from knowledge.starter.renew import starter_hash

HERE = Path(__file__).parent
NAME = "田讯"
SAMPLES = {"prices": "prices.csv", "jobs": "jobs.csv", "trades": "trades.csv", "notices": "notices.jsonl"}


def texts() -> list[str]:
    """The starter articles as they are written: a body of plain Chinese about farming."""
    return [path.read_text(encoding="utf-8") for path in sorted((HERE / "articles").rglob("*.md"))]


def is_filled(store: Store) -> bool:
    """Whether the store has its catalogues."""
    with store.reading() as session:
        return session.scalar(select(Account.filled_at)) is not None


def home_region(store: Store) -> str:
    """The division code that a filled store serves."""
    with store.reading() as session:
        return session.scalar(select(Account.home_region)) or ""


def fill(store: Store, clock: Clock, home_region: str, *, starter: bool, demo: bool) -> None:
    """Fills an empty store in one transaction; one that is filled stays as it is.

    `starter` adds the articles and the country's laws and policies, `demo` samples of prices, jobs, posts and notices,
    all marked 演示.
    Raises ValueError when the home region is no known division.
    """
    if is_filled(store):
        return
    with store.writing() as session:
        _regions(session)
        if session.get(Region, home_region) is None:
            raise ValueError(f"HOME_REGION={home_region} is no division that the catalogue knows.")
        account = Account(id=1, name=NAME, home_region=home_region, filled_at=None)
        session.add(account)
        session.flush()
        _catalogues(session)
        presets.put(session.connection(), home_region)
        account.starter_hash = starter_hash()
        if starter:
            real = Terms(clock.now(), clock.today())
            load(session, "articles", HERE / "articles", real)
            load(session, "notices", HERE / "notices.jsonl", real)
        if starter and demo:
            samples = Terms(clock.now(), clock.today(), is_demo=True)
            for kind, name in SAMPLES.items():
                load(session, kind, HERE / "demo" / name, samples)
        account.filled_at = clock.now()


def remove_samples(store: Store) -> int:
    """Takes every sample out of the store, for one that serves real farmers; returns how many rows went."""
    with store.writing() as session:
        for notice in session.scalars(select(Notice).where(Notice.is_demo)).all():
            remove(session, notices.KIND, notice.id)
        demo_series = select(Series.id).where(Series.is_demo).scalar_subquery()
        gone = 0
        for statement in (
            delete(Quote).where(Quote.series_id.in_(demo_series)),
            delete(Series).where(Series.is_demo),
            *(delete(table).where(table.is_demo) for table in (Job, TradePost, Notice)),
        ):
            gone += session.execute(statement).rowcount  # type: ignore[attr-defined]
    return gone


def _regions(session: Session) -> None:
    for row in rows.of("regions.csv"):
        session.add(Region(code=row["code"], name=row["name"], parent_code=row["parent"] or None))
    session.flush()


def _catalogues(session: Session) -> None:
    _commodities(session)
    for row in rows.of("markets.csv"):
        session.add(Market(name=row["name"], region_code=row["region"] or None, aliases=row["aliases"]))
    for row in rows.of("problems.csv"):
        session.add(Problem(**row))
    for row in rows.of("job_types.csv"):
        session.add(JobType(**row))
    for row in rows.of("pesticides.csv"):
        effective = date.fromisoformat(row["effective"]) if row["effective"] else None
        session.add(Pesticide(**{**row, "effective": effective}))
    for row in rows.of("contacts.csv"):
        row["region_code"] = row.pop("region")
        session.add(Contact(**row))
    catalogue.touch(session)
    session.flush()


def _commodities(session: Session) -> None:
    entries = rows.of("commodities.csv")
    by_name = {}
    for row in entries:
        by_name[row["name"]] = Commodity(
            name=row["name"], category=row["category"], unit=row["unit"], weak=row["weak"] == "1"
        )
    session.add_all(by_name.values())
    session.flush()
    for row in entries:
        if row["group"]:
            by_name[row["name"]].parent_id = by_name[row["group"]].id
        for alias in catalogue.split(row["aliases"]):
            session.add(CommodityAlias(commodity_id=by_name[row["name"]].id, name=alias))
    session.flush()
