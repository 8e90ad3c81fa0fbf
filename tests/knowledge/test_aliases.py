"""Other names that staff give: they count at once, mean one thing, and outlive a newer release."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import everyday, lookup
from bot.nlu.understand import Understander, spans_of
from knowledge import aliases, catalogue
from knowledge.aliases import COMMODITY, JOB_TYPE, MARKET, PROBLEM, Refused
from knowledge.db import Store, open_store
from knowledge.models.base import Account
from knowledge.models.market import Market
from knowledge.starter import renew, rows
from tests.conftest import TODAY


def add(store: Store, kind: str, name: str, alias: str, weak: bool = False) -> str:
    with store.writing() as session:
        return aliases.add(session, kind, name, alias, weak)


def remove(store: Store, kind: str, name: str, alias: str) -> None:
    with store.writing() as session:
        aliases.remove(session, kind, name, alias)


def read(store: Store, text: str) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(span.entity, span.value) for span in spans_of(text, catalogue.current(session), TODAY)]


def borne(store: Store, kind: str, name: str) -> tuple[str, ...]:
    with store.reading() as session:
        return aliases.listed(session, (kind,), name)[0].aliases


@pytest.mark.parametrize(
    ("kind", "name", "alias", "entity"),
    [
        (COMMODITY, "包菜", "莲花坨", "commodity"),
        (PROBLEM, "稻瘟病", "鬼火烧", "problem"),
        (MARKET, "长沙红星", "大红棚", "market"),
        (JOB_TYPE, "采茶", "掐茶尖", "job_type"),
    ],
)
def test_an_alias_counts_in_every_process_with_the_next_message(
    store: Store, kind: str, name: str, alias: str, entity: str
) -> None:
    other = open_store(store.engine.url.render_as_string(hide_password=False))
    assert (entity, alias) not in read(other, f"{alias}啊")
    owner = add(store, kind, name, alias)
    assert read(other, f"{alias}啊") == [(entity, owner)]
    assert alias in borne(other, kind, alias)
    remove(store, kind, owner, alias)
    assert (entity, owner) not in read(other, f"{alias}啊")
    other.engine.dispose()


def test_search_knows_an_alias_at_once(sqlite_store: Store, understander: Understander) -> None:
    add(sqlite_store, COMMODITY, "包菜", "莲花坨")
    with sqlite_store.reading() as session:
        assert ["包菜"] in lookup.subjects("莲花坨烂心", catalogue.current(session), TODAY)
    titles = {
        name: lookup.found(sqlite_store, understander, f"{name}软腐病", None, 1, TODAY)[0].passage.title
        for name in ("莲花坨", "包菜")
    }
    assert titles["莲花坨"] == titles["包菜"]


def test_words_of_every_day_are_known_by_the_sentences_that_they_stand_in() -> None:
    assert "多少" in everyday.sentence_with("多少")
    assert everyday.sentence_with("莲花坨") == everyday.sentence_with("") == ""


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("洋芋", "品种「土豆」"),
        ("漆河", "地方「桃源县漆河镇」"),
        ("穗颈瘟", "病虫「稻瘟病」"),
        ("马王堆", "市场「湖南长沙马王堆蔬菜批发市场」"),
        ("滴滴涕", "农药「滴滴涕」"),
        ("採茶", "工种「摘茶」"),
    ],
)
def test_a_word_that_means_something_is_refused_with_its_meaning(sqlite_store: Store, word: str, meaning: str) -> None:
    with pytest.raises(Refused, match=meaning):
        add(sqlite_store, COMMODITY, "白菜", word)


@pytest.mark.parametrize("word", ["", "，", "12", "甲|乙", "很" * 21])
def test_what_no_message_could_name_is_no_alias(sqlite_store: Store, word: str) -> None:
    with pytest.raises(Refused, match="不能当别名"):
        add(sqlite_store, COMMODITY, "白菜", word)


def test_an_alias_of_its_own_entry_and_an_unknown_entry_are_said_to_be_so(sqlite_store: Store) -> None:
    with pytest.raises(Refused, match="已经是品种「土豆」的叫法"):
        add(sqlite_store, COMMODITY, "土豆", "洋芋")
    with pytest.raises(Refused, match="没有叫「月亮」的品种"):
        add(sqlite_store, COMMODITY, "月亮", "亮亮")
    with pytest.raises(Refused, match="不是品种「土豆」的别名"):
        remove(sqlite_store, COMMODITY, "土豆", "亮亮")
    with pytest.raises(Refused, match="--weak"):
        add(sqlite_store, MARKET, "长沙红星", "大红棚", weak=True)


def test_a_weak_alias_is_marked_as_one_that_means_other_things_too(sqlite_store: Store) -> None:
    add(sqlite_store, COMMODITY, "西红柿", "红灯笼", weak=True)
    with sqlite_store.reading() as session:
        (span,) = spans_of("红灯笼", catalogue.current(session), TODAY)
    assert (span.value, span.weak) == ("番茄", True)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A newer release's starter: 土豆 is called 地蛋蛋 too, and 摘茶 is called 掐茶尖."""
    for path in rows.FOLDER.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("洋芋|", "洋芋|地蛋蛋|", 1) if path.name == "commodities.csv" else text
        text = text.replace("摘茶,", "摘茶,掐茶尖|", 1) if path.name == "job_types.csv" else text
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(rows, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.usefixtures("newer")
def test_a_filled_store_gets_a_newer_releases_aliases_once(store: Store) -> None:
    assert renew.renew(store) == ["品种「土豆」：地蛋蛋", "工种「摘茶」：掐茶尖"]
    assert read(store, "地蛋蛋") == [("commodity", "土豆")]
    assert renew.renew(store) == []


@pytest.mark.usefixtures("newer")
def test_what_staff_took_out_or_gave_another_meaning_stays_so(store: Store) -> None:
    remove(store, COMMODITY, "土豆", "洋芋")
    add(store, COMMODITY, "红薯", "地蛋蛋")
    add(store, COMMODITY, "茶叶", "掐茶尖")
    assert renew.renew(store) == []
    assert read(store, "地蛋蛋") == [("commodity", "红薯")]
    assert read(store, "掐茶尖") == [("commodity", "茶叶")]
    assert "洋芋" not in borne(store, COMMODITY, "土豆")


@pytest.mark.usefixtures("newer")
def test_an_alias_that_staff_put_back_is_theirs_again(sqlite_store: Store) -> None:
    remove(sqlite_store, COMMODITY, "土豆", "洋芋")
    add(sqlite_store, COMMODITY, "土豆", "洋芋")
    renew.renew(sqlite_store)
    assert "洋芋" in borne(sqlite_store, COMMODITY, "土豆")


def test_a_store_of_before_this_is_renewed_and_loses_nothing(sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        market = session.scalars(select(Market).where(Market.aliases.like("%马王堆%"))).first()
        assert market is not None
        market.aliases = "自己的叫法"
        session.execute(update(Account).values(starter_hash=""))
    added = renew.renew(sqlite_store)
    assert "市场「湖南长沙马王堆蔬菜批发市场」：马王堆" in added and len(added) == 2
    assert "自己的叫法" in borne(sqlite_store, MARKET, "湖南长沙马王堆蔬菜批发市场")
