"""Words of the same meaning that staff teach: they count at once and everywhere, and are taken back for good."""

import pytest

from knowledge import meanings, search
from knowledge.db import Store, open_store
from knowledge.refusal import Refused
from knowledge.search import Section, synonyms


def add(store: Store, known: str, word: str) -> tuple[str, ...]:
    with store.writing() as session:
        return meanings.add(session, known, word)


def remove(store: Store, known: str, word: str) -> tuple[str, ...]:
    with store.writing() as session:
        return meanings.remove(session, known, word)


def best(store: Store, question: str) -> str:
    with store.reading() as session:
        found = search.find(session, question, kinds=("leaflet",))
    return found[0].passage.title if found else ""


def test_a_word_counts_in_every_process_with_the_next_message(store: Store) -> None:
    with store.writing() as session:
        for number, title in ((980, "羊驼腹泻"), (981, "羊驼掉膘")):
            search.index(session, "leaflet", number, title, [], [Section("", f"{title}，请兽医。")])
    other = open_store(store.engine.url.render_as_string(hide_password=False))
    assert best(other, "打标枪") == ""
    assert "打标枪" in add(store, "腹泻", "打标枪")
    assert best(other, "打标枪") == "羊驼腹泻"
    remove(store, "腹泻", "打标枪")
    assert best(other, "打标枪") == ""
    other.engine.dispose()


def test_words_of_no_known_meaning_make_a_new_one_that_ends_with_its_last_pair(store: Store) -> None:
    assert add(store, "烤烟房", "炕房") == ("烤烟房", "炕房")
    assert add(store, "炕房", "烘烟房") == ("烤烟房", "炕房", "烘烟房")
    assert remove(store, "炕房", "烤烟房") == ("炕房", "烘烟房")
    assert remove(store, "炕房", "烘烟房") == ()


def test_what_staff_took_out_of_the_starters_comes_back_only_by_them(store: Store) -> None:
    first, second, *_ = synonyms.starter()[0]
    assert second not in remove(store, first, second)
    with store.reading() as session:
        assert not any(first in each and second in each for each in synonyms.current(session).each)
    assert second in add(store, first, second)
    with store.reading() as session:
        assert not synonyms.rows(session)


def test_what_staff_added_is_told_from_the_starters(store: Store) -> None:
    first = synonyms.starter()[0][0]
    add(store, first, "某某某某")
    with store.reading() as session:
        (one,) = meanings.listed(session, "某某某")
    assert one.added == {"某某某某"} and first in one.words


@pytest.mark.parametrize(
    ("known", "word", "why"),
    [
        ("腹泻", "拉稀", "不用再加"),
        ("腹泻", "腹泻", "不用再加"),
        ("腹泻", "泻", "不能当同义词"),
        ("腹泻", "打标枪！", "不能当同义词"),
        ("腹泻", "打|标", "不能当同义词"),
        ("腹泻", "怎么", "问话里常带"),
        ("怎么", "打标枪", "问话里常带"),
        ("腹泻", "一二三四五六七八九十一", "不能当同义词"),
    ],
)
def test_what_can_be_no_word_of_its_own_is_refused(store: Store, known: str, word: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        add(store, known, word)


def test_what_does_not_mean_the_same_cannot_be_parted(store: Store) -> None:
    for known, word in (("腹泻", "白菜"), ("腹泻", "腹泻"), ("白菜", "萝卜")):
        with pytest.raises(Refused, match="本来就不是"):
            remove(store, known, word)


def test_no_more_changes_are_kept_than_a_question_can_be_compared_with(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanings, "MOST", 1)
    add(store, "腹泻", "打标枪")
    with pytest.raises(Refused, match="不能再加"):
        add(store, "腹泻", "放水枪")
