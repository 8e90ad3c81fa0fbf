"""Whatever a text is made of, it is read without a fault; a long one is kept whole, and its reader says how far he read."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot import shorthand
from bot.nlu import breaks
from bot.nlu.understand import MOST_CHARACTERS, Understander
from knowledge import catalogue
from knowledge.catalogue import Catalogue
from knowledge.db import Store, open_store
from knowledge.models.inbound import Inbound
from tests.conftest import TODAY, Farmer

FAR_TOO_LONG = 10_000
TOLD = f"我只看了前{MOST_CHARACTERS}字"
PIECES = ["白菜", "多少钱", "猪", "元/斤", "三块五", "腊月二十", "到", "，", " ", "\n", "0", "1.5", "a", "nihao", "不是", "\u200f", "\U0001f600", "\ud800"]  # fmt: skip


@pytest.fixture(scope="module")
def names(filled_sqlite: str) -> Catalogue:
    store = open_store(f"sqlite:///{filled_sqlite}")
    with store.reading() as session:
        found = catalogue.current(session)
    store.engine.dispose()
    return found


def one_of_each_plane() -> list[str]:
    """The first, a middle and the last characters of all 17 planes, assigned or not, lone surrogates among them."""
    return [chr(plane * 0x10000 + low) for plane in range(17) for low in (0, 0x3400, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF)]


def is_sound(text: str, understander: Understander, names: Catalogue) -> bool:
    said = understander.understand(text, names, TODAY)
    return bool(said.intent) and all(0 <= e.start <= e.end <= len(text) for e in said.entities)


@pytest.mark.parametrize("character", one_of_each_plane(), ids=lambda character: f"U+{ord(character):04X}")
def test_a_character_of_any_plane_is_read_alone_and_among_words(
    character: str, understander: Understander, names: Catalogue
) -> None:
    for text in (character, f"白{character}菜多少钱{character}", character * (2 * MOST_CHARACTERS + 1)):
        assert is_sound(text, understander, names)


@pytest.mark.parametrize(
    "mark", "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ids=unicodedata.name
)
def test_a_mark_of_direction_changes_no_meaning(mark: str, understander: Understander, names: Catalogue) -> None:
    said = understander.understand(f"{mark}白{mark}菜多少钱{mark}", names, TODAY)
    assert (said.intent, said.values("commodity")) == ("ask_price", ["白菜"])


@pytest.mark.parametrize("text", ["😀", "😀" * FAR_TOO_LONG, "👨‍👩‍👧", "\ud83d", "\udc00" * 30])
def test_nothing_but_emoji_or_surrogates_is_no_question(
    text: str, understander: Understander, names: Catalogue
) -> None:
    assert understander.understand(text, names, TODAY).intent == "out_of_scope"


def test_any_mixture_is_read(understander: Understander, names: Catalogue) -> None:
    # Within, since what is given from outside would be written out with every failure, catalogue and all.
    @settings(max_examples=2000, deadline=None)
    @given(st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=()), max_size=40).map("".join))
    def check(text: str) -> None:
        assert is_sound(text, understander, names)
        assert all(part in text for part in breaks.parts(text).texts)
        shorthand.read("/" + text, {"ask_price"})

    check()


def kept(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Inbound.text).order_by(Inbound.id)))


@pytest.mark.parametrize(
    "text", ["白菜多少钱" + "好" * FAR_TOO_LONG, "萝卜" * (FAR_TOO_LONG // 2), "， " * FAR_TOO_LONG]
)
def test_a_long_text_is_kept_whole_and_told_how_far_it_was_read(text: str, farmer: Farmer, sqlite_store: Store) -> None:
    assert farmer.says(text).startswith("话有点长，" + TOLD)
    assert kept(sqlite_store) == [text]


def test_what_stands_after_the_first_500_characters_changes_no_reading(
    understander: Understander, names: Catalogue
) -> None:
    begun = "白菜多少钱" + "好" * MOST_CHARACTERS
    readings = [understander.understand(begun + end, names, TODAY) for end in ("", "，萝卜多少钱" * 50)]
    assert len({(said.intent, said.ranking, said.entities) for said in readings}) == 1


def test_a_question_back_says_too_how_far_a_long_text_was_read(farmer: Farmer) -> None:
    asked_back = farmer.says("白菜")
    assert "回复数字" in asked_back
    assert farmer.says("白菜" + "😀" * MOST_CHARACTERS) == f"话有点长，{TOLD}。\n{asked_back}"


@pytest.mark.parametrize("text", ["白菜多少钱", "好" * MOST_CHARACTERS])
def test_a_text_of_500_characters_or_fewer_is_told_nothing_of_its_length(farmer: Farmer, text: str) -> None:
    assert TOLD not in farmer.says(text)


@pytest.mark.parametrize("run", ["， ", "，", " ", "\n，  "])
def test_a_run_of_marks_and_blanks_is_taken_at_one_go_however_long(run: str) -> None:
    assert len(list(breaks._BREAK.finditer(f"白菜{run * FAR_TOO_LONG}萝卜"))) == 1
    assert breaks.parts(f"白菜{run * FAR_TOO_LONG}萝卜").texts == ("白菜", "萝卜")
