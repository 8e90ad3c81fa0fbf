"""The pass over all alerts: each crossing is told once, whatever happens meanwhile."""

import random
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from knowledge.alerts import crossing, wish
from knowledge.db import Store
from knowledge.models.price import Quote, Series
from knowledge.models.price_alert import ARMED, BELOW, ENDED, FIRED, PriceAlert
from knowledge.models.push import PushBasis
from tests.conftest import NOW, TODAY
from tests.knowledge.alerts.quoting import MARKET, alert, count, looked_at, owed, person, quoted, series
from tests.knowledge.cuts import cut_off_at_each_write
from tests.prices_that_wait import held_row


def test_a_price_that_has_crossed_is_told_once_with_all_that_it_rests_on(store: Store, tmp_path: Path) -> None:
    quoted(store, tmp_path, "1.2", day=TODAY - timedelta(1))
    number = alert(store, person(store))
    assert looked_at(store) == 0
    quoted(store, tmp_path, "0.75")
    assert looked_at(store) == 0
    (one,) = owed(store)
    for words in ("包菜跌到0.75元/斤", MARKET, "11月24日", "跌到0.80元/斤", "县采价", "取消包菜提醒"):
        assert words in one.text
    assert one.cause == f"alert:{number}:1" and one.brief == {
        "subject": "包菜",
        "figure": "0.75元/斤",
        "day": "2026-11-24",
    }
    with store.reading() as session:
        basis = session.scalars(select(PushBasis.row_id)).one()
        assert session.get_one(Quote, basis).average == "0.75"


def test_it_is_told_again_once_it_has_gone_back_and_crossed_again(store: Store, tmp_path: Path) -> None:
    quoted(store, tmp_path, "0.75", NOW)
    alert(store, person(store))
    for days, (average, told) in enumerate([("0.7", 1), ("0.82", 0), ("0.79", 0), ("0.86", 0), ("0.8", 1)], 1):
        moment = NOW + timedelta(days)
        before = count(store)
        quoted(store, tmp_path, average, moment)
        assert count(store) - before == told, average


def test_an_old_price_tells_nothing(store: Store, tmp_path: Path) -> None:
    quoted(store, tmp_path, "0.5", day=TODAY - timedelta(3))
    alert(store, person(store))
    assert looked_at(store) == 0
    quoted(store, tmp_path, "0.5", day=TODAY - timedelta(2))
    assert count(store) == 1


def test_a_held_row_tells_nothing(store: Store, tmp_path: Path) -> None:
    quoted(store, tmp_path, "1.2", day=TODAY - timedelta(1))
    alert(store, person(store))
    held_row(store, MARKET, "430725000000", average="0.1", commodity="包菜")
    assert looked_at(store) == 0


def test_an_alert_that_is_over_tells_nothing(store: Store, tmp_path: Path) -> None:
    quoted(store, tmp_path, "1.2", day=TODAY - timedelta(1))
    number = alert(store, person(store))
    with store.writing() as session:
        session.execute(update(PriceAlert).where(PriceAlert.id == number).values(state=ENDED))
    quoted(store, tmp_path, "0.5")
    assert looked_at(store) == 0


def test_what_nobody_quoted_is_read_from_where_it_is_quoted_first(store: Store, tmp_path: Path) -> None:
    quoted(store, tmp_path, "1.2", day=TODAY - timedelta(40))
    number = alert(store, person(store), read=False)
    assert looked_at(store) == 0
    quoted(store, tmp_path, "0.7")
    with store.reading() as session:
        assert session.get_one(PriceAlert, number).series_id == series(store).id
    assert count(store) == 1


def test_a_series_that_ends_leaves_the_alert_waiting_for_another(store: Store, tmp_path: Path) -> None:
    quoted(store, tmp_path, "1.2")
    number = alert(store, person(store))
    with store.writing() as session:
        session.execute(Quote.__table__.delete().where(Quote.series_id == series(store).id))  # type: ignore[attr-defined]
        session.execute(Series.__table__.delete().where(Series.id == series(store).id))  # type: ignore[attr-defined]
    quoted(store, tmp_path, "0.7")
    with store.reading() as session:
        assert session.get_one(PriceAlert, number).state == FIRED


def test_however_many_wait_for_one_figure_all_wait_again_when_it_is_put_right(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted(store, tmp_path, "1.2", day=TODAY - timedelta(1))
    for each in range(5):
        alert(store, person(store, f"o{each}"))
    quoted(store, tmp_path, "0.7")
    monkeypatch.setattr("knowledge.pushes.dropping._AT_ONCE", 2)
    quoted(store, tmp_path, "1.1")
    assert [one.result for one in owed(store)] == ["不要了"] * 5
    with store.reading() as session:
        assert set(session.scalars(select(PriceAlert.state))) == {ARMED}


def test_sixty_days_of_prices_are_told_as_the_rule_says(sqlite_store: Store, tmp_path: Path) -> None:
    draw = random.Random(12582)
    quoted(sqlite_store, tmp_path, "0.9", NOW)
    bounds = [120, 150, 160, 170]
    numbers = [alert(sqlite_store, person(sqlite_store, f"o{bound}"), bound) for bound in bounds]
    states, told = dict.fromkeys(numbers, ARMED), dict.fromkeys(numbers, 0)
    for days in range(1, 61):
        fen = draw.randrange(110, 190, 2)
        quoted(sqlite_store, tmp_path, f"{fen / 200:.2f}", NOW + timedelta(days))
        for number, bound in zip(numbers, bounds, strict=True):
            before, states[number] = states[number], wish.step(states[number], fen, bound, BELOW, wish.PER_JIN)
            told[number] += (before, states[number]) == (ARMED, FIRED)
        looked_at(sqlite_store, NOW + timedelta(days))
    causes = [one.cause for one in owed(sqlite_store)]
    for number in numbers:
        assert [c for c in causes if c.startswith(f"alert:{number}:")] == [
            f"alert:{number}:{n}" for n in range(1, told[number] + 1)
        ]
    assert sum(told.values()) > 20


def test_a_pass_that_is_cut_off_at_any_write_loses_nothing_and_tells_nothing_twice(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted(store, tmp_path, "1.2", day=TODAY - timedelta(1))
    numbers = [alert(store, person(store, f"o{each}")) for each in range(9)]
    monkeypatch.setattr(crossing, "AT_ONCE", 2)
    monkeypatch.setattr(crossing, "at_once", lambda *_: None)
    monkeypatch.setattr("knowledge.imports.run.crossing.at_once", lambda *_: None)
    quoted(store, tmp_path, "0.7")
    cuts = cut_off_at_each_write(store, lambda: looked_at(store), 100)
    assert cuts > 3 and sorted(one.cause for one in owed(store)) == sorted(f"alert:{each}:1" for each in numbers)
    with store.reading() as session:
        assert len(session.scalars(select(PushBasis)).all()) == 9


def test_two_passes_at_once_tell_each_crossing_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted(store, tmp_path, "1.2", day=TODAY - timedelta(1))
    for each in range(40):
        alert(store, person(store, f"o{each}"))
    monkeypatch.setattr(crossing, "AT_ONCE", 5)
    monkeypatch.setattr("knowledge.imports.run.crossing.at_once", lambda *_: None)
    quoted(store, tmp_path, "0.7")
    told: list[int] = []
    passes = [threading.Thread(target=lambda: told.append(looked_at(store))) for _ in range(3)]
    for one in passes:
        one.start()
    for one in passes:
        one.join()
    assert sum(told) == 40 == count(store)
