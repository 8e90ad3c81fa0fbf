"""Ten days of prices, messages and sweeps in a random order: what holds of every push, whatever comes when."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.wechat_api import WeChatApi
from bot.conversation import Parts
from bot.state import State
from knowledge.clock import local
from knowledge.models.outbox import ALERT, LATE, Owed
from tests.bot import wechat_stand_in
from tests.bot.pushing import at, deliver, person, says
from tests.bot.wechat_stand_in import StandIn
from tests.conftest import NOW
from tests.knowledge.alerts.quoting import alert, quoted


@pytest.fixture
def platform() -> Iterator[StandIn]:
    with wechat_stand_in.running() as found:
        yield found


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_each_crossing_is_told_once_by_day_within_twelve_hours_or_not_at_all(
    platform: StandIn, state: State, sqlite_parts: Parts, tmp_path: Path, seed: int
) -> None:
    draw, moment = random.Random(seed), NOW
    api = WeChatApi(wechat_stand_in.settings_of(platform), state)
    says(sqlite_parts, "你好")
    quoted(sqlite_parts.store, tmp_path, "1.2", moment)
    alert(sqlite_parts.store, person(sqlite_parts.store))
    told: list[tuple[datetime, int]] = []
    for step in range(120):
        moment += timedelta(minutes=draw.randrange(5, 320))
        now = at(sqlite_parts, moment)
        platform.sent.clear()
        what = draw.choice(["price", "price", "sweep", "sweep", "sweep", "message"])
        if what == "price":
            quoted(now.store, tmp_path, f"{draw.choice([0.6, 0.7, 0.79, 0.81, 0.9, 1.1])}", moment)
        elif what == "sweep":
            if draw.random() < 0.2:
                platform.faults["/cgi-bin/message/custom/send"] = [draw.choice([45009, -1, 45015])]
            deliver(now, api)
        else:
            told.append((moment, says(now, "你好", key=f"{step}").count("价格提醒")))
        told.append((moment, sum("价格提醒" in text for _, text in platform.sent)))
    with sqlite_parts.store.reading() as session:
        pushes = list(session.scalars(select(Owed).where(Owed.kind == ALERT)))
    heard = Counter(local(when).hour for when, many in told for _ in range(many))
    assert not [hour for hour in heard if not 7 <= hour < 21]
    assert sum(heard.values()) == sum(one.delivered_at is not None for one in pushes) > 0
    for one in pushes:
        assert one.delivered_at is None or one.delivered_at - one.created_at < timedelta(hours=12)
        assert one.delivered_at or one.dropped_at or one.not_after is None or one.not_after > moment - timedelta(days=1)
    assert len({one.cause for one in pushes}) == len(pushes)
    assert {one.result for one in pushes if one.dropped_at} <= {LATE, "不要了"}
