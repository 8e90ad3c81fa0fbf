"""Prices that wait: a name said once lets its rows through the gates, and staff let in what they have looked at."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.db import Store
from knowledge.imports.held import keep_held
from knowledge.imports.quote_rows import COLUMNS, row
from knowledge.imports.report import Faults
from knowledge.imports.terms import Terms
from knowledge.models.price import Quote, Series
from knowledge.models.source import UnknownName
from knowledge.night import naming, waiting
from knowledge.night import state as states
from knowledge.night.names import COMMODITY, UNIT
from knowledge.refusal import Refused
from tests.conftest import NOW, TODAY

TERMS = Terms(NOW, TODAY)


def hold(store: Store, average: str = "1.0", day: date = TODAY, commodity: str = "水晶菜", unit: str = "元/斤") -> None:
    """One row that waits, on the list of unknown names too."""
    fields = dict.fromkeys(COLUMNS, "") | {
        "date": day.isoformat(), "market": "北京新发地", "commodity": commodity, "average": average,
        "unit": "元/斤", "source": "新发地",
    }  # fmt: skip
    made = row(1, fields, Faults(Path("page")), None)
    assert made
    made.fields["unit"] = unit
    with store.writing() as session:
        keep_held(session, [(made, "不认识")], NOW, None)
        for kind, written in ((COMMODITY, commodity), (UNIT, unit)):
            if session.scalar(select(func.count()).where(UnknownName.written == written)) == 0:
                session.add(UnknownName(kind=kind, written=written, source="xinfadi", first_seen=NOW, example=fields))


def quotes(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        rows = session.execute(select(Quote.average, Series.unit).join(Series).where(Series.source == "新发地"))
        return [(one[0], one[1]) for one in rows]


def held(store: Store) -> list[int]:
    with store.reading() as session:
        return [one.id for one in waiting.waiting(session)]


def test_rows_flow_once_their_name_is_known(store: Store) -> None:
    hold(store)
    hold(store, "1.1", TODAY - timedelta(1))
    with store.writing() as session:
        assert naming.means(session, COMMODITY, "水晶菜", "白菜", TERMS).new == 2
    assert quotes(store) == [("1.1", "元/斤"), ("1", "元/斤")] or len(quotes(store)) == 2
    assert held(store) == []
    with store.reading() as session:
        assert "水晶菜" not in [one.written for one in naming.unknown(session)]


def test_rows_that_flow_pass_the_gates(store: Store) -> None:
    for back in range(5, 0, -1):
        hold(store, "1.0", TODAY - timedelta(back))
    hold(store, "10")
    with store.writing() as session:
        report = naming.means(session, COMMODITY, "水晶菜", "白菜", TERMS)
    assert (report.new, report.held) == (5, 1) and len(held(store)) == 1


def test_a_row_with_a_second_unknown_name_goes_on_waiting(store: Store) -> None:
    hold(store, unit="元/筐")
    with store.writing() as session:
        assert naming.means(session, COMMODITY, "水晶菜", "白菜", TERMS).new == 0
    assert len(held(store)) == 1
    with store.writing() as session:
        assert naming.means(session, UNIT, "元/筐", "元/公斤", TERMS).new == 1
    assert quotes(store) == [("1", "元/公斤")] and held(store) == []


def test_a_name_may_be_a_commodity_of_its_own(store: Store) -> None:
    hold(store)
    with store.writing() as session:
        report = naming.is_new(session, COMMODITY, "水晶菜", TERMS)
    assert report.new == 1


@pytest.mark.parametrize("meant", ["没有的菜", "水晶菜"])
def test_a_meaning_that_nobody_knows_is_refused(store: Store, meant: str) -> None:
    hold(store)
    with pytest.raises(Refused), store.writing() as session:
        naming.means(session, COMMODITY, "水晶菜", meant, TERMS)
    assert len(held(store)) == 1


def test_a_dropped_row_is_off_the_list_until_staff_bring_it_in_again(store: Store) -> None:
    hold(store)
    (number,) = held(store)
    with store.writing() as session:
        waiting.drop(session, [number])
    with pytest.raises(Refused), store.writing() as session:
        waiting.drop(session, [number])
    with store.reading() as session:
        assert not [one for one in states.states(session, {"xinfadi": "新发地"}, TODAY) if one.held]
    # The name that it waited for lets in nothing that is wrong.
    with store.writing() as session:
        assert naming.means(session, COMMODITY, "水晶菜", "白菜", TERMS).new == 0
    hold(store)
    assert len(held(store)) == 1


def test_staff_let_in_what_the_gate_doubts_and_drop_what_is_wrong(store: Store) -> None:
    hold(store, "1.0", commodity="白菜")
    hold(store, "99", TODAY - timedelta(1), commodity="白菜")
    first, second = held(store)
    with store.writing() as session:
        assert waiting.let_in(session, [first], TERMS).new == 1
        waiting.drop(session, [second])
    assert quotes(store) == [("1", "元/斤")] and held(store) == []
    with pytest.raises(Refused), store.writing() as session:
        waiting.let_in(session, [first], TERMS)
