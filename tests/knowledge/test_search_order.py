"""Which text search puts first: the one on the thing named, whatever words it uses."""

import pytest

from knowledge import search
from knowledge.db import Store
from knowledge.search import Section, synonyms, wanted


def put(store: Store, row_id: int, title: str, text: str, *names: str) -> None:
    with store.writing() as session:
        search.index(session, "article", row_id, title, names, [Section("", text)])


def first(store: Store, question: str, named: list[list[str]]) -> str:
    with store.reading() as session:
        return search.find(session, question, named)[0].passage.title


@pytest.fixture
def herd(sqlite_store: Store) -> Store:
    put(sqlite_store, 970, "羊驼腹泻", "羊驼腹泻先停料，补盐水，圈舍打扫干净。", "羊驼")
    put(sqlite_store, 971, "羊驼剪毛", "羊驼剪毛选晴天，剪后防着凉。", "羊驼")
    put(sqlite_store, 972, "貉子腹泻", "貉子腹泻先停料，补盐水，圈舍打扫干净。", "貉子")
    return sqlite_store


def test_a_word_of_the_same_meaning_finds_the_text(herd: Store) -> None:
    assert first(herd, "羊驼屙稀", [["羊驼"]]) == "羊驼腹泻"


def test_the_thing_named_goes_before_the_same_words_on_another(herd: Store) -> None:
    assert first(herd, "腹泻补盐水", [["貉子"]]) == "貉子腹泻"


def test_a_wider_name_is_as_good_as_the_one_said(herd: Store) -> None:
    assert first(herd, "华卡约剪毛", [["华卡约", "羊驼"]]) == "羊驼剪毛"


def test_single_characters_count_where_no_pair_is_shared(herd: Store) -> None:
    put(herd, 973, "貉子脱水", "眼窝深陷，鼻镜干。", "貉子")
    assert first(herd, "貉子鼻头干，眼陷", [["貉子"]]) == "貉子脱水"


def test_the_share_of_the_characters_held_tells_an_answer_from_a_neighbour(herd: Store) -> None:
    with herd.reading() as session:
        held = search.find(session, "羊驼着凉", [["羊驼"]], asked="着凉")
        spelled = {hit.passage.title: hit.spelled for hit in held}
    assert spelled["羊驼剪毛"] == 1.0 and spelled["羊驼腹泻"] < 0.5


def test_only_words_of_another_writing_are_alternatives(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        meanings = synonyms.current(session)
    assert "腹泻" in meanings.alternatives("猪屙稀") and "屙稀" not in meanings.alternatives("猪屙稀")
    assert not meanings.alternatives("白菜多少钱")


def test_a_calendar_that_says_a_little_of_everything_goes_behind_the_text_on_the_thing_itself(herd: Store) -> None:
    months = [Section(f"{month}月", "冬毛长齐以前换毛，补蛋黄。") for month in range(1, 13)]
    with herd.writing() as session:
        search.index(session, "article", 974, "貉子一年怎么养", ["貉子"], months)
    own = "换毛要补蛋黄：毛稀怕冷，窝里垫草，料里添油脂，补到毛长齐为止。"
    put(herd, 975, "貉子秋天怎么喂", own, "貉子")
    assert first(herd, "貉子换毛要不要补蛋黄", [["貉子"]]) == "貉子秋天怎么喂"


def test_words_that_stand_everywhere_are_only_looked_for_together(herd: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wanted, "AFFORDABLE", 0)
    with herd.reading() as session:
        sought = wanted.wanted(session, "羊驼腹泻停料补盐水", [["羊驼"]], "")
    assert not sought.rarest and len(sought.common) == 2
    assert first(herd, "羊驼腹泻停料补盐水", [["羊驼"]]) == "羊驼腹泻"


def test_a_word_that_stands_everywhere_is_not_looked_for_where_others_are_rare(
    herd: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted, "AFFORDABLE", 1)
    with herd.reading() as session:
        sought = wanted.wanted(session, "羊驼着凉", [["羊驼"]], "")
    assert sought.rarest == ("着凉",) and first(herd, "羊驼着凉", [["羊驼"]]) == "羊驼剪毛"
