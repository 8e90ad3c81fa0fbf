"""The ways by which a text can go, and what the worker makes for them."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.pushing import Pushing
from bot.state import State
from bot.ways import open_ways
from bot.ways.subscription_message import fitted
from knowledge.db import Store
from knowledge.models.price import Quote
from knowledge.settings import Settings
from tests.bot.pushing import TOLD
from tests.conftest import NOW, StandingClock
from tests.knowledge.alerts.quoting import alert, count, person, quoted

ACCOUNT = Settings(wechat_appid="wx" + "0" * 16, wechat_secret="s" * 32)


def test_an_account_without_secret_has_no_way_and_one_without_template_has_one(state: State) -> None:
    assert open_ways(Settings(wechat_alert_template=TOLD), state) == []
    assert [way.name for way in open_ways(ACCOUNT, state)] == ["service"]


def test_the_best_way_comes_first(state: State) -> None:
    ways = open_ways(replace(ACCOUNT, wechat_alert_template=TOLD), state)
    assert [way.name for way in ways] == ["service", "subscribed"]


@pytest.mark.parametrize(
    ("field", "part", "value", "shown"),
    [
        ("thing1", "subject", "长" * 30, "长" * 20),
        ("phrase2", "subject", "高山娃娃菜苗", "高山娃娃菜"),
        ("thing3", "figure", "0.75元/斤", "0.75元/斤"),
        ("amount2", "figure", "0.75元/斤", "0.75元"),
        ("number4", "figure", "300元/头", "300"),
        ("character_string5", "figure", "0.75元/斤", "0.75"),
        ("date3", "day", "2026-11-04", "2026年11月4日"),
        ("time3", "day", "2026-11-04", "2026年11月4日"),
        ("thing9", "day", "2026-11-04", "11月4日"),
    ],
)
def test_a_value_is_as_its_field_takes_it(field: str, part: str, value: str, shown: str) -> None:
    assert fitted(field, part, value) == shown


def test_the_worker_looks_at_the_alerts_whenever_anything_known_has_changed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted(store, tmp_path, "1.2")
    alert(store, person(store))
    pushing, watch = Pushing(), StandingClock(moment=NOW)
    assert pushing.make(store, watch) == 0
    with store.writing() as session:
        session.execute(update(Quote).values(average="0.5", fen_per_kg=100))
    assert pushing.make(store, watch) == 1 and count(store) == 1
    monkeypatch.setattr("bot.pushing.crossing.run", lambda *_: pytest.fail("nothing has changed"))
    assert pushing.make(store, watch) == 0
