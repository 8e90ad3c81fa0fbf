"""A corrected price reaches everyone who was told the wrong one, each once."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.conversation import Conversation, Parts
from knowledge import corrections
from knowledge.corrections import MOST_LINES, QUOTE, Wrong
from knowledge.db import Store
from knowledge.erasure import erase
from knowledge.imports.run import import_path
from knowledge.inbox import Outcome, record
from knowledge.models.inbound import Inbound
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from tests.bot.installation import until
from tests.conftest import NOW, Farmer
from tests.knowledge.test_questions import arrived, is_waiting

HEAD = "date,market,region,commodity,variety,grade,low,high,average,unit,source\n"
GOOD = "2026-11-23,桃源县农贸市场,桃源县,包菜,,,1.0,1.6,1.3,元/斤,县采价\n"
SECOND = GOOD.replace("包菜", "莴笋")
ASKED = ("包菜多少钱", "莴笋多少钱")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "prices.csv"


def load(parts: Parts, file: Path, *rows: str, later: timedelta = timedelta()) -> None:
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    import_path(parts.store, replace(parts.clock, moment=NOW + later), "prices", file)


def owed(parts: Parts) -> list[tuple[int, str]]:
    with parts.store.reading() as session:
        return [(row[0], row[1]) for row in session.execute(select(Owed.person_id, Owed.text).order_by(Owed.id))]


def test_everybody_who_was_told_the_wrong_figure_is_told_the_right_one_once(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD)
    talk = Conversation(parts)
    first, second, third = Farmer(talk, "oFirst"), Farmer(talk, "oSecond"), Farmer(talk, "oThird")
    for someone in (first, first, second):
        assert "1.30元/斤" in someone.says("包菜多少钱")
    third.says("莴笋多少钱")
    load(parts, file, GOOD.replace("1.3,", "1.5,"))
    for someone in (first, second):
        said = someone.says("你好")
        assert "更正：前几天告诉您的有误，对不起。" in said
        assert "· 桃源县农贸市场包菜11月23日应为1.50元/斤（1.00～1.60）" in said and "来源：县采价" in said
        assert "更正" not in someone.says("你好")
    assert "更正" not in third.says("你好")


def test_who_was_told_of_several_goods_gets_one_text(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD, SECOND)
    farmer = Farmer(Conversation(parts))
    for asked in ASKED:
        farmer.says(asked)
    load(parts, file, GOOD.replace("1.3,", "1.5,"), SECOND.replace("1.3,", "1.2,"))
    ((_, text),) = owed(parts)
    assert "包菜" in text and "莴笋" in text


def test_the_same_file_again_tells_nobody_again(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD)
    Farmer(Conversation(parts)).says(ASKED[0])
    for _ in range(2):
        load(parts, file, GOOD.replace("1.3,", "1.5,"))
    assert len(owed(parts)) == 1


def test_each_further_correction_is_told(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD)
    Farmer(Conversation(parts)).says(ASKED[0])
    for days, figure in enumerate(("1.5,", "1.3,", "1.5,"), 1):
        load(parts, file, GOOD.replace("1.3,", figure), later=timedelta(days))
    assert ["1.30" in text for _, text in owed(parts)] == [False, True, False]


def test_who_was_told_more_than_a_week_ago_is_left_alone(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD)
    Farmer(Conversation(parts)).says(ASKED[0])
    load(parts, file, GOOD.replace("1.3,", "1.5,"), later=timedelta(days=7, hours=1))
    assert owed(parts) == []


def test_a_figure_that_was_not_given_before_corrects_nothing_that_was_told(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD.replace("1.0,1.6,", ",,"))
    Farmer(Conversation(parts)).says(ASKED[0])
    load(parts, file, GOOD)
    assert owed(parts) == []


def test_a_correction_of_the_night_waits_for_the_morning_unless_one_writes(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD)
    farmer = Farmer(Conversation(parts))
    farmer.says(ASKED[0])
    load(parts, file, GOOD.replace("1.3,", "1.5,"), later=timedelta(hours=17))
    with parts.store.reading() as session:
        assert session.scalars(select(Owed.not_before)).one() == NOW + timedelta(hours=21)
    assert "更正" in farmer.says("你好")


def test_a_price_by_the_piece_is_told_in_its_own_unit(parts: Parts, file: Path) -> None:
    piece = GOOD.replace("元/斤", "元/个").replace("1.0,1.6,", ",,")
    load(parts, file, piece)
    Farmer(Conversation(parts)).says(ASKED[0])
    load(parts, file, piece.replace("1.3,", "1.5,"))
    ((_, text),) = owed(parts)
    assert "应为1.5元/个" in text


def test_a_person_who_was_forgotten_is_owed_nothing(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD)
    Farmer(Conversation(parts)).says(ASKED[0])
    with parts.store.reading() as session:
        (sender,) = session.scalars(select(Person.id_hash))
    erase(parts.store, sender, str, NOW)
    load(parts, file, GOOD.replace("1.3,", "1.5,"))
    assert owed(parts) == []


def test_the_same_fault_of_the_same_moment_is_owed_once(parts: Parts) -> None:
    Farmer(Conversation(parts)).says("你好")
    wrong = Wrong("包菜应为1.50元/斤", "县采价", NOW)
    with parts.store.writing() as session:
        people = set(session.scalars(select(Person.id)))
        assert [corrections.owe(session, [(wrong, people)], NOW) for _ in range(2)] == [1, 0]


def test_more_goods_than_a_screen_holds_are_counted() -> None:
    said = corrections.text([Wrong(f"菜{number}应为1元/斤", "县采价", NOW) for number in range(MOST_LINES + 3)])
    assert said.count("应为") == MOST_LINES and "另有3样也改了，请再问一次" in said


def test_more_quotes_than_one_statement_holds_reach_their_readers_all_the_same(
    parts: Parts, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(parts, file, GOOD, SECOND)
    farmer = Farmer(Conversation(parts))
    for asked in ASKED:
        farmer.says(asked)
    monkeypatch.setattr(corrections, "_AT_ONCE", 1)
    load(parts, file, GOOD.replace("1.3,", "1.5,"), SECOND.replace("1.3,", "1.2,"))
    ((_, text),) = owed(parts)
    assert "包菜" in text and "莴笋" in text


def test_a_message_without_its_answer_yet_is_not_told(parts: Parts, file: Path) -> None:
    load(parts, file, GOOD)
    Farmer(Conversation(parts)).says(ASKED[0])
    with parts.store.writing() as session:
        session.execute(update(Inbound).values(replied_at=None))
    load(parts, file, GOOD.replace("1.3,", "1.5,"))
    assert owed(parts) == []


def test_a_person_who_is_forgotten_meanwhile_is_owed_nothing_and_stops_nobody(postgresql_store: Store) -> None:
    record(postgresql_store, arrived("leaving"), None, Outcome("1.30元/斤", rests_on=((QUOTE, 7),)), NOW)
    leaving = threading.Thread(target=erase, args=(postgresql_store, "leaving", str, NOW))
    with postgresql_store.writing() as session:
        told = corrections.readers(session, QUOTE, {7: NOW})
        leaving.start()
        until(lambda: is_waiting(postgresql_store), "the forgetting's waiting for what is owed")
        assert corrections.owe(session, [(Wrong("包菜应为1.50元/斤", "县采价", NOW), told[7])], NOW) == 1
    leaving.join(60)
    with postgresql_store.reading() as session:
        assert session.scalars(select(Owed)).all() == [] and session.scalars(select(Person)).all() == []


def test_each_row_has_a_moment_of_its_own_since_when_it_was_told_wrongly(sqlite_store: Store) -> None:
    record(sqlite_store, arrived("early"), None, Outcome("1.30元/斤", rests_on=((QUOTE, 7), (QUOTE, 8))), NOW)
    with sqlite_store.writing() as session:
        assert corrections.readers(session, QUOTE, {7: NOW, 8: NOW + timedelta(hours=1)}).keys() == {7}
