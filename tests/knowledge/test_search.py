"""Search: Chinese of two characters, the fitting part, the same order on both databases."""

import pytest

from knowledge import search
from knowledge.db import Store
from knowledge.editions import fields
from knowledge.models.article import Article
from knowledge.search import Section
from knowledge.text import tokens


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


def test_a_text_is_weighed_before_it_is_published_as_after(store: Store) -> None:
    question, first, second = (
        "琉璃苣地窖通风怎么防霉",
        "总说。\n\n## 贮藏\n\n地窖通风防霉。",
        "总说通风。\n\n## 贮藏\n\n防霉。",
    )
    for body in (first, second):
        row = Article(id=993, title="琉璃苣手册", body=body)
        parts = fields.as_parts("article", row)
        with store.reading() as session:
            before = [hit.score for hit in search.scored(session, question, parts)]
        with store.writing() as session:
            sections = [Section(part.heading, part.text) for part in parts]
            search.index(session, "article", row.id, row.title, ["琉璃苣"], sections)
        with store.reading() as session:
            assert [hit.score for hit in search.parts(session, question, "article", row.id)] == before


@pytest.mark.parametrize(
    ("question", "word", "is_one"),
    [
        ("烂桃怎么防", "桃防", False),
        ("叶子长了斑", "长斑", True),
        ("橘子下么子肥", "下肥", True),
        ("怎么整枝", "整枝", True),
    ],
)
def test_what_a_word_of_asking_parts_makes_no_word_but_where_it_stands_within_one(
    question: str, word: str, is_one: bool
) -> None:
    assert (word in tokens(search.matter(question))) is is_one
