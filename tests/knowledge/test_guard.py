"""The pesticide guard: longest names, by date, recommending stopped, warning not."""

from datetime import date

import pytest
from sqlalchemy import select

from knowledge import catalogue, guard
from knowledge.catalogue import Catalogue
from knowledge.db import Store
from knowledge.models.pesticide import Pesticide

TODAY = date(2026, 11, 24)


@pytest.fixture
def names(sqlite_store: Store) -> Catalogue:
    with sqlite_store.reading() as session:
        return catalogue.current(session)


def stopped(text: str, names: Catalogue, today: date = TODAY) -> list[str]:
    return [mention.ruling.name for mention in guard.recommended(text, names, today)]


@pytest.mark.parametrize(
    "text",
    [
        "可用甲胺磷1000倍液喷雾",
        "建议选用克百威颗粒剂撒施",
        "用甲 胺 磷喷雾",
        "用甲胺磷喷雾。不要在雨天打。",
        "不能只用百草枯，还要配合人工除草",
        "用１６０５兑水打",
        "甲拌磷拌种效果好",
        "稻田用呋喃丹撒",
    ],
)
def test_recommending_a_banned_pesticide_is_stopped(names: Catalogue, text: str) -> None:
    assert stopped(text, names)


@pytest.mark.parametrize(
    "text",
    [
        "甲胺磷禁止使用",
        "不要买甲胺磷，发现请举报",
        "国家已禁用百草枯",
        "可用乙酰氨基酚",
        "快乐果园欢迎您",
        "请拨打12316",
        "老师傅说666，厉害",
        "选用登记药剂，按标签用",
    ],
)
def test_warnings_and_other_words_pass(names: Catalogue, text: str) -> None:
    assert not stopped(text, names)


def test_the_longest_name_counts(names: Catalogue) -> None:
    found = guard.mentions("打乙酰甲胺磷", names, TODAY)
    assert [mention.ruling.name for mention in found] == ["乙酰甲胺磷"]


def test_a_ban_holds_from_its_day(sqlite_store: Store, names: Catalogue) -> None:
    with sqlite_store.reading() as session:
        banned = session.scalars(
            select(Pesticide).where(Pesticide.status == "banned", Pesticide.effective.is_not(None))
        )
        pesticide = max(banned, key=lambda row: row.effective or date.min)
    assert pesticide.effective
    day_before = date.fromordinal(pesticide.effective.toordinal() - 1)
    assert guard.in_force(names.rulings[pesticide.name], pesticide.effective).status == "banned"
    assert guard.in_force(names.rulings[pesticide.name], day_before).status != "banned"


def test_every_banned_name_of_the_catalogue_is_stopped_when_recommended(names: Catalogue) -> None:
    for name, rulings in names.rulings.items():
        ruling = guard.in_force(rulings, TODAY)
        if ruling.status == guard.BANNED:
            assert stopped(f"可用{name}兑水喷雾防治害虫", names), name


def test_a_restricted_one_is_stopped_on_its_crops_alone(names: Catalogue) -> None:
    restricted = next(
        ruling
        for rulings in names.rulings.values()
        if (ruling := guard.in_force(rulings, TODAY)).status == guard.RESTRICTED and ruling.forbidden_on
    )
    text = f"用{restricted.name}喷雾"
    assert guard.recommended(text, names, TODAY, restricted.forbidden_on)
    assert not guard.recommended(text, names, TODAY, ["没有这种作物"])
