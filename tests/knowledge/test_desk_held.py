"""Prices that wait: seen by whose they are, decided with a reason, and once rejected gone for good."""

from datetime import date

import pytest
from sqlalchemy import select

from knowledge.db import Store
from knowledge.desk import deciding, held, lately
from knowledge.imports.held import REJECTED
from knowledge.imports.terms import Terms
from knowledge.models.audit import AuditEntry
from knowledge.models.decision import Decision
from knowledge.models.price import HeldQuote, Quote, Series
from knowledge.models.source import UnknownName
from knowledge.night import naming, state, waiting
from knowledge.refusal import Refused
from knowledge.staff.access import Actor, NotHere
from tests.conftest import NOW, TODAY
from tests.prices_that_wait import REASON, believed, held_row, made

TERMS = Terms(NOW, TODAY)
COUNTY, TOWNSHIP_A, TOWNSHIP_B = "430725000000", "430725105000", "430725101000"
WANG = Actor(None, "王站长", "county", COUNTY)  # type: ignore[arg-type]
LI = Actor(None, "李四", "township", TOWNSHIP_A)  # type: ignore[arg-type]


def figures(store: Store) -> list[tuple[date, str]]:
    with store.reading() as session:
        rows = session.execute(select(Quote.date, Quote.average).join(Series).where(Series.source == "测试来源"))
        return sorted((row[0], row[1]) for row in rows)


def gists(store: Store, actor: Actor) -> dict[str, int]:
    with store.reading() as session:
        return dict(held.gists(session, actor))


def test_everybody_sees_the_rows_of_his_own_markets(store: Store) -> None:
    mine = held_row(store, "漆河测试市场", TOWNSHIP_A)
    theirs = held_row(store, "陬市测试市场", TOWNSHIP_B)
    assert gists(store, WANG) == {"比前几次差太多": 2} and gists(store, LI) == {"比前几次差太多": 1}
    with store.reading() as session:
        assert [one.id for one in held.page(session, LI, "比前几次差太多", None)] == [mine]
        for number in (theirs, 10_000):
            with pytest.raises(NotHere):
                held.access_held(session, LI, [mine, number])


def test_a_released_row_is_public_and_its_decision_stays(store: Store) -> None:
    number = held_row(store, "漆河测试市场", TOWNSHIP_A)
    with store.writing() as session:
        assert held.release(session, LI, [number], " 电话问过 ", TERMS).new == 1
    assert figures(store) == [(TODAY, "10")] and gists(store, WANG) == {}
    with store.reading() as session:
        (decision,) = session.scalars(select(Decision))
        assert (decision.verdict, decision.reason, decision.staff_name) == ("放行", "电话问过", "李四")
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == "待核价格")).one()
        assert entry.detail["原因"] == REASON and "漆河测试市场 白菜 10 元/斤" in entry.detail["内容"]


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_without_a_reason_nothing_happens(store: Store, reason: str) -> None:
    number = held_row(store, "漆河测试市场", TOWNSHIP_A)
    for deed in (held.release, held.reject):
        with pytest.raises(Refused, match="理由"), store.writing() as session:
            deed(session, WANG, [number], reason, TERMS)
    assert gists(store, WANG) == {"比前几次差太多": 1} and figures(store) == []


def test_rows_of_different_faults_are_not_decided_together(store: Store) -> None:
    first = held_row(store, "漆河测试市场", TOWNSHIP_A)
    second = held_row(store, "漆河测试市场", TOWNSHIP_A, "0", reason="均价为 0")
    with pytest.raises(Refused, match="同一种原因"), store.writing() as session:
        held.reject(session, WANG, [first, second], "不对", TERMS)


def test_what_is_no_price_cannot_be_released(store: Store) -> None:
    number = held_row(store, "漆河测试市场", TOWNSHIP_A, "0", reason="均价为 0")
    with pytest.raises(Refused, match="不能发布"), store.writing() as session:
        held.release(session, WANG, [number], "没事", TERMS)
    assert gists(store, WANG) == {"均价为 0": 1}


def test_a_name_that_nobody_knows_makes_no_commodity_by_being_released(store: Store) -> None:
    number = held_row(store, "漆河测试市场", TOWNSHIP_A, commodity="水晶菜", reason="品种「水晶菜」不认识")
    for deed in (
        lambda session: held.release(session, WANG, [number], "没事", TERMS),
        lambda session: held.mend(session, WANG, number, ("", "2", ""), "没事", TERMS),
    ):
        with pytest.raises(Refused, match="先说明"), store.writing() as session:
            deed(session)
    assert figures(store) == []


def test_a_mended_row_is_public_and_its_own_figure_rejected(store: Store) -> None:
    number = held_row(store, "漆河测试市场", TOWNSHIP_A)
    with store.writing() as session:
        held.mend(session, WANG, number, ("0.9", "1.0", "1.1"), "小数点错了", TERMS)
    assert figures(store) == [(TODAY, "1")] and gists(store, WANG) == {REJECTED: 1}
    with pytest.raises(Refused, match="不能再放行"), store.writing() as session:
        held.release(session, WANG, [number], "手滑", TERMS)
    assert figures(store) == [(TODAY, "1")]


@pytest.mark.parametrize("figures_", [("", "10", ""), ("2", "1", "3"), ("", "十块", ""), ("", "", ""), ("", "0", "")])
def test_figures_that_mend_nothing_are_refused(store: Store, figures_: tuple[str, str, str]) -> None:
    number = held_row(store, "漆河测试市场", TOWNSHIP_A)
    with pytest.raises(Refused), store.writing() as session:
        held.mend(session, WANG, number, figures_, "小数点错了", TERMS)
    assert figures(store) == [] and gists(store, WANG) == {"比前几次差太多": 1}


def test_a_rejected_row_is_kept_apart_and_may_be_released_after_all(store: Store) -> None:
    number = held_row(store, "漆河测试市场", TOWNSHIP_A)
    with store.writing() as session:
        assert held.reject(session, WANG, [number], "抄错了", TERMS) == 1
    with store.reading() as session:
        assert waiting.waiting(session) == [] and state._held(session) == {}
        assert [each.reason for each in deciding.of(session, "held_quote", [number])[number]] == ["抄错了"]
        assert session.get_one(HeldQuote, number).reason == REJECTED
    with store.writing() as session:
        held.release(session, WANG, [number], "是我弄错了", TERMS)
    assert figures(store) == [(TODAY, "10")] and gists(store, WANG) == {}


def test_a_row_stands_beside_what_its_own_series_said(store: Store) -> None:
    believed(store, "漆河测试市场", 40)
    number = held_row(store, "漆河测试市场", TOWNSHIP_A)
    other = held_row(store, "陬市测试市场", TOWNSHIP_B)
    with store.reading() as session:
        rows = held.access_held(session, WANG, [number, other])
        said = lately.lately(session, rows, TODAY)
    assert [point.average for point in said[number]] == [1.0] * 30 and other not in said


def test_the_same_row_again_changes_nothing(store: Store) -> None:
    assert made().figures == ("", "", "10")
    assert held_row(store, "漆河测试市场", TOWNSHIP_A) == held_row(store, "漆河测试市场", TOWNSHIP_A)


def test_a_rejected_row_does_not_flow_when_its_name_becomes_known(store: Store) -> None:
    number = held_row(store, "漆河测试市场", TOWNSHIP_A, commodity="水晶菜", reason="品种「水晶菜」不认识")
    with store.writing() as session:
        fields = session.get_one(HeldQuote, number).fields
        session.add(UnknownName(kind="commodity", written="水晶菜", source="s", first_seen=NOW, example=fields))
        held.reject(session, WANG, [number], "不是菜", TERMS)
    with store.writing() as session:
        assert naming.means(session, "commodity", "水晶菜", "白菜", TERMS).new == 0
    assert figures(store) == [] and gists(store, WANG) == {REJECTED: 1}
