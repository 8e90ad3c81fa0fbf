"""What staff see of what was asked, and take away as a spreadsheet."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from bot.conversation import Conversation, Parts
from knowledge import intents
from knowledge.db import Store
from knowledge.documents import written
from knowledge.models.daily_figure import DailyFigure
from knowledge.models.inbound import Inbound
from knowledge.models.person import Person
from knowledge.statistics import moments, report, tally
from tests.conftest import NOW, TODAY, Farmer
from tests.web.console.conftest import Entry


def talked(parts: Parts) -> None:
    """Two farmers ask thrice, a test account once."""
    talk = Conversation(parts)
    first, second, test = (Farmer(talk, name) for name in ("oFirst", "oSecond", "oTest"))
    first.says("白菜多少钱")
    first.says("火龙果树流胶还掉皮咋搞")
    second.says("白菜多少钱")
    test.says("萝卜多少钱")
    with parts.store.writing() as session:
        session.execute(
            update(Person).where(Person.id_hash == parts.vault.hashed("person", "test", "oTest")).values(is_test=True)
        )


def test_a_day_is_counted_without_test_accounts(parts: Parts) -> None:
    talked(parts)
    with parts.store.reading() as session:
        found = {(figure.kind, figure.key): figure[2:] for figure in tally.of_day(session, TODAY)}
    assert found["all", ""] == (3, 2) and found["commodity", "白菜"] == (2, 2) and found["open", ""] == (1, 1)
    assert ("commodity", "萝卜") not in found and found["active7", ""] == (0, 2) and found["new", ""] == (0, 2)


def test_what_was_said_of_an_answer_has_a_name(parts: Parts) -> None:
    farmer = Farmer(Conversation(parts))
    farmer.says("白菜什么时候种")
    farmer.says("有用")
    with parts.store.reading() as session:
        found = report.of(session, TODAY, TODAY, TODAY)
    assert {intents.name(key) for key, _ in found.tops["intent"]} == {"种养技术", "说有用没用"}


def test_days_that_are_over_are_counted_once_and_read_as_they_were(parts: Parts) -> None:
    talked(parts)
    later = TODAY.replace(day=TODAY.day + 2)
    assert tally.catch_up(parts.store, TODAY) == 0
    assert tally.catch_up(parts.store, later) == 2 and tally.catch_up(parts.store, later) == 0
    with parts.store.reading() as session:
        found = report.of(session, TODAY, later, later)
    assert [day.messages for day in found.days] == [3, 0, 0]
    assert found.tops["commodity"][0] == ("白菜", 2) and round(found.open_share, 2) == 0.33


def test_messages_of_a_day_are_found_by_their_numbers(parts: Parts) -> None:
    talk = Farmer(Conversation(parts))
    for _ in range(7):
        talk.says("你好")
    with parts.store.reading() as session:
        numbers = list(session.scalars(select(Inbound.id).order_by(Inbound.id)))
        assert moments.first_number(session, NOW) == numbers[0]
        assert moments.numbers_of(session, TODAY, TODAY) == (numbers[0], numbers[-1] + 1)
        tomorrow = TODAY.replace(day=TODAY.day + 1)
        assert moments.numbers_of(session, tomorrow, tomorrow) == (numbers[-1] + 1, numbers[-1] + 1)


def test_the_page_and_its_file_say_the_same(enter: Entry, sqlite_parts: Parts, staffed: Store) -> None:
    talked(sqlite_parts)
    browser = enter("county")
    page = browser.see("/console/figures")
    assert "白菜" in page and "<b>3</b> 条消息" in page and "33.3 %" in page
    file = load_workbook(BytesIO(browser.client.get("/console/figures.xlsx").data))
    assert [cell.value for cell in file["每天"][31]] == ["2026-11-24", 3, 2, 1, 2, 0]
    assert "2 位农户发来 3 条消息" in browser.see("/console/")
    assert "位农户" not in enter("village_a").see("/console/")


@pytest.mark.parametrize("span", ["first=x&last=y", "first=2030-01-01", "last=0001-01-01", "first=1900-01-01"])
def test_an_impossible_span_is_read_as_a_possible_one(enter: Entry, span: str) -> None:
    assert "统计" in enter("county").see(f"/console/figures?{span}")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\0=1", "＝1", "＋1", "－1", "＠a"])
def test_no_cell_is_a_formula(text: str) -> None:
    sheet = load_workbook(BytesIO(written.xlsx({"一": [("甲",), (text,)]}))).active
    assert sheet is not None and sheet["A2"].data_type == "s" and str(sheet["A2"].value).startswith("'")


def test_figures_stay_figures() -> None:
    sheet = load_workbook(BytesIO(written.xlsx({"一": [("甲", "乙"), (3, 2.5)]}))).active
    assert sheet is not None and [cell.value for cell in sheet[2]] == [3, 2.5]


def test_a_counted_day_is_kept_apart_from_messages(parts: Parts) -> None:
    talked(parts)
    tally.catch_up(parts.store, TODAY.replace(day=TODAY.day + 1))
    with parts.store.reading() as session:
        assert session.scalars(select(DailyFigure.day).distinct()).all() == [TODAY]
