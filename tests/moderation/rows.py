"""Posts in the store that wait for staff."""

import time
from datetime import timedelta

from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.commodity import Commodity
from knowledge.models.job import Job
from knowledge.models.trade import TradePost
from tests.conftest import NOW

PHONE = "13900001234"


def job(store: Store, region: str | None, status: str = "draft", days: int = 9, **others: str) -> int:
    """The number of a job that ends in so many days."""
    said = {
        "title": f"采茶工 {time.monotonic_ns()}",
        "description": f"电话{PHONE}",
        "phone": PHONE,
        "held_for": "",
    } | others
    with store.writing() as session:
        made = Job(
            employer="某合作社", place="漆河镇", region_code=region, wage_low="150", wage_high="160", wage_unit="元/天",
            headcount=3, contact="老王", posted_at=NOW, expires_at=NOW + timedelta(days), source="测试来源", status=status, **said,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


def trade(store: Store, region: str | None, status: str = "draft") -> int:
    """The number of a post that sells cabbages."""
    with store.writing() as session:
        made = TradePost(
            kind="supply", commodity_id=session.scalars(select(Commodity.id).where(Commodity.name == "大白菜")).first() or 1,
            quantity="2000", unit="斤", price="0.8", price_unit="元/斤", place=f"漆河镇 {time.monotonic_ns()}",
            region_code=region, contact="老王", phone=PHONE, posted_at=NOW, expires_at=NOW + timedelta(9), status=status,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made.id
