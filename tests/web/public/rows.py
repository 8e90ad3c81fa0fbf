"""Posts, notices and contacts to be looked at on the pages."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.commodity import Commodity
from knowledge.models.job import Job
from knowledge.models.trade import TradePost
from tests.conftest import NOW

PHONE, TOWN, NEXT_TOWN, COUNTY = "13900001234", "430725105000", "430725101000", "430725000000"
NEXT_COUNTY = "430724000000"


def job(store: Store, region: str | None = TOWN, days: float = 9, **others: Any) -> str:
    """The name of a job that ends in so many days."""
    said: dict[str, Any] = {
        "title": "采茶工", "employer": "某合作社", "place": "漆河镇", "wage_low": "150", "wage_high": "180",
        "wage_unit": "元/天", "headcount": 3, "contact": "老王", "phone": PHONE, "description": "管中饭", "source": "",
    } | others  # fmt: skip
    with store.writing() as session:
        # Two of the same employer and title differ in the moment of their posting.
        posted = NOW - timedelta(seconds=len(session.scalars(select(Job.id)).all()))
        made = Job(region_code=region, posted_at=posted, expires_at=NOW + timedelta(days), **said)
        session.add(made)
        session.flush()
        return made.public_id or ""


def goods(store: Store, name: str = "白菜", region: str | None = TOWN, days: float = 9, **others: Any) -> str:
    """The name of a post on a commodity that ends in so many days."""
    said: dict[str, Any] = {
        "kind": "supply", "quantity": "2000", "unit": "斤", "price": "0.8", "price_unit": "元/斤", "place": "漆河镇",
        "contact": "老王", "phone": PHONE,
    } | others  # fmt: skip
    with store.writing() as session:
        posted = NOW - timedelta(seconds=len(session.scalars(select(TradePost.id)).all()))
        commodity = session.scalars(select(Commodity.id).where(Commodity.name == name)).one()
        made = TradePost(
            commodity_id=commodity, region_code=region, posted_at=posted, expires_at=NOW + timedelta(days), **said
        )
        session.add(made)
        session.flush()
        return made.public_id or ""


def samples_gone(store: Store) -> None:
    """Takes the samples out, so that a list holds what a test has put there."""
    with store.writing() as session:
        for table in (Job, TradePost):
            for row in session.scalars(select(table)):
                session.delete(row)
