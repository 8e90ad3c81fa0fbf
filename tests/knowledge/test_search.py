"""Search: Chinese of two characters, the fitting part, the same order on both databases."""

import pytest

from knowledge import search
from knowledge.db import Store
from knowledge.search import Section


def titles(store: Store, question: str, names: tuple[str, ...] = ()) -> list[str]:
    with store.reading() as session:
        return [hit.passage.title for hit in search.find(session, question, names)]


def test_a_word_of_two_characters_is_found(store: Store) -> None:
    assert any("柑橘" in title for title in titles(store, "黄龙病"))


def test_the_part_that_answers_comes_not_the_head(store: Store) -> None:
    with store.writing() as session:
        parts = [Section("", "总说。"), Section("贮藏", "地窖通风。"), Section("采收", "霜前收完。")]
        search.index(session, "article", 990, "葛根手册", ["葛根"], parts)
    with store.reading() as session:
        assert search.find(session, "葛根地窖怎么通风")[0].passage.heading == "贮藏"


def test_a_removed_text_is_found_no_more(store: Store) -> None:
    with store.writing() as session:
        search.index(session, "article", 991, "琉璃苣种植", [], [Section("", "琉璃苣撒播。")])
    assert titles(store, "琉璃苣")[0] == "琉璃苣种植"
    with store.writing() as session:
        search.remove(session, "article", 991)
    assert "琉璃苣种植" not in titles(store, "琉璃苣")


@pytest.mark.parametrize(
    "question", ["", "   ", "？？", "'", '"', "白菜 OR (", "%", "\x00", "😀", "a AND NOT b*", "㐀𠀀"]
)
def test_no_question_breaks_the_search(store: Store, question: str) -> None:
    titles(store, question)


def test_words_of_the_same_meaning_count_as_said(store: Store) -> None:
    with store.writing() as session:
        search.index(session, "leaflet", 992, "农机购置补贴", [], [Section("", "买农机，国家有补贴。")])
    with store.reading() as session:
        (found,) = search.find(session, "收割机国家补", kinds=["leaflet"])
    assert found.coverage > 0.5
    assert found.headed > 0.5
