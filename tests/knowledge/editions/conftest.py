"""Staff who write and sign, over a filled store on each database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from knowledge import catalogue
from knowledge.db import Store
from knowledge.editions import drafts, fields
from knowledge.models.region import Region
from knowledge.models.staff import Staff
from knowledge.staff.access import Actor, actor_of
from tests.conftest import NOW

TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A = "430725105000", "430725101000", "430725105201"
BODY = "## 怎么认\n\n叶子上有黄斑。\n\n## 怎么办\n\n先拔掉病株，再开沟排水。"
TYPED = {
    "title": "魔芋白绢病怎么办", "category": "病虫害", "crops": "魔芋", "problems": "白绢病", "region": TOWNSHIP_A,
    "source": "桃源县农业农村局", "date": "2026-11-20", "body": BODY,
}  # fmt: skip
NOTICE = {
    "title": "关于冬季修水渠的通知", "category": "通知", "publisher": "漆河镇政府", "region": TOWNSHIP_A,
    "date": "2026-11-20", "body": "12月1日起修水渠，请各村安排人。",
}  # fmt: skip
_STAFF = {
    "county": ("county", "430725000000"), "county_2": ("county", "430725000000"),
    "writer": ("township", TOWNSHIP_A), "township_a": ("township", TOWNSHIP_A),
    "township_b": ("township", TOWNSHIP_B), "village_a": ("village", VILLAGE_A),
}  # fmt: skip
Write = Callable[..., int]


@pytest.fixture
def staff(store: Store) -> dict[str, Actor]:
    with store.writing() as session:
        session.merge(Region(code=VILLAGE_A, name="甲村", parent_code=TOWNSHIP_A))
        made = [
            Staff(name=name, role=role, region_code=region, password_hash="", made_at=NOW)
            for name, (role, region) in _STAFF.items()
        ]
        session.add_all(made)
        session.flush()
        return {one.name: actor_of(one) for one in made}


@pytest.fixture
def write(store: Store, staff: dict[str, Actor]) -> Write:
    """Writes a piece down as a draft and returns its edition's number."""

    def written(by: str = "writer", kind: str = fields.ARTICLE, at: datetime | None = None, **typed: Any) -> int:
        whole = (TYPED if kind == fields.ARTICLE else NOTICE) | typed
        with store.writing() as session:
            said = fields.checked(kind, whole, staff[by], catalogue.current(session))
            return drafts.begin(session, staff[by], kind, said, at, NOW).id

    return written
