"""Jobs and trade posts, as many as wanted: nine in ten in the home county, half of them over already."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from knowledge import clock
from knowledge.db import Store
from knowledge.models import public_id
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.commodity import Commodity
from knowledge.models.job import Job
from knowledge.models.region import Region
from knowledge.models.trade import DEMAND, SUPPLY, TradePost

BATCH, DAYS = 10_000, 15
WORK = ("摘茶", "搬运", "收割", "包装", "除草", "打药", "采棉", "养鱼")


def fill(store: Store, wanted: int) -> None:
    """So many jobs and as many trade posts, new each time."""
    draw = random.Random(1)
    with store.reading() as session:
        codes = list(session.scalars(select(Region.code).order_by(Region.code)))
        goods = list(session.scalars(select(Commodity.id).order_by(Commodity.id)))
    home = [code for code in codes if code.startswith("430725")]
    for start in range(0, wanted, BATCH):
        numbers = range(start, min(start + BATCH, wanted))
        with store.writing() as session:
            session.execute(insert(Job), [_job(number, _placed(draw, home, codes), draw) for number in numbers])
            posts = [_goods(number, _placed(draw, home, codes), draw, goods) for number in numbers]
            session.execute(insert(TradePost), posts)


def _placed(draw: random.Random, home: Sequence[str], codes: Sequence[str]) -> dict[str, Any]:
    posted = clock.current().now() - timedelta(days=draw.randrange(2 * DAYS), minutes=draw.randrange(1440))
    return {
        "account_id": DEFAULT_ACCOUNT, "place": "漆河镇", "phone": "13900001234", "posted_at": posted,
        "region_code": draw.choice(home if draw.random() < 0.9 else codes), "expires_at": posted + timedelta(DAYS),
        "public_id": public_id.new(), "status": "approved", "held_for": "", "is_demo": False,
    }  # fmt: skip


def _job(number: int, placed: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    return placed | {
        "title": f"{draw.choice(WORK)}工{number}", "employer": "某合作社", "wage_low": "150", "wage_high": "160",
        "wage_unit": "元/天", "headcount": 3, "contact": "老王", "description": "管中饭", "source": "样例",
    }  # fmt: skip


def _goods(number: int, placed: dict[str, Any], draw: random.Random, goods: Sequence[int]) -> dict[str, Any]:
    return placed | {
        "kind": draw.choice((SUPPLY, DEMAND)), "commodity_id": draw.choice(goods), "quantity": "2000", "unit": "斤",
        "price": "1.2", "price_unit": "元/斤", "contact": f"老王{number}",
    }  # fmt: skip
