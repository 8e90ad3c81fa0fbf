"""What cannot be believed waits for staff, with the reason, and flows once it can."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from knowledge import catalogue
from knowledge.models.commodity import CommodityAlias
from knowledge.models.market import Market
from knowledge.models.source import DONE, UnknownName
from knowledge.night import waiting
from tests.conftest import TODAY, Farmer
from tests.knowledge.fetch.stand_in import Reply
from tests.night.conftest import Nights, Open, averages, set_up, source
from tests.night.goods import VEGETABLES, Goods
from tests.night.json_sites import pfsc, xinfadi
from tests.night.text_sites import SHEET, feed, feed_setup, notices, notices_setup, sheet, sheet_setup

CURIOUS = "鬼见愁菜"


def listed(nights: Nights) -> list[tuple[str, str]]:
    with nights.store.reading() as session:
        return [(row.kind, row.written) for row in session.scalars(select(UnknownName).order_by(UnknownName.written))]


def test_a_commodity_that_nobody_knows_waits_and_flows_once_it_is_known(nights_on_each: Nights, opened: Open) -> None:
    nights, goods = nights_on_each, Goods({**VEGETABLES, CURIOUS: 2.0})
    mine = source("xinfadi", opened(xinfadi(goods)))
    assert nights.tells(mine) == DONE
    assert listed(nights) == [("commodity", CURIOUS)] and nights.last("xinfadi").unknown == 1
    assert {(row["commodity"], reason) for row, reason in nights.held()} == {(CURIOUS, f"品种「{CURIOUS}」不认识")}
    assert len(nights.held()) == 31 and len(nights.quotes("新发地")) == 372
    with nights.store.writing() as session:
        session.add(CommodityAlias(commodity_id=catalogue.current(session).commodity_ids["白菜"], name=CURIOUS))
        catalogue.touch(session)
    nights.run(mine)
    assert not nights.held() and len(nights.quotes("新发地")) == 372 + 31


def test_a_market_that_nobody_knows_waits_and_flows_once_it_is_known(nights: Nights, opened: Open) -> None:
    mine = set_up(sheet_setup(opened(sheet(Goods(), "东坡口菜市")).base))
    nights.run(mine)
    assert listed(nights) == [("market", "东坡口菜市")] and len(nights.held()) == 372
    with nights.store.writing() as session:
        session.execute(update(Market).where(Market.name == "湖南长沙红星农副产品大市场").values(aliases="东坡口菜市"))
        catalogue.touch(session)
    nights.run(mine)
    assert not nights.held() and {market for market, _, _ in nights.quotes(mine.title)} == {
        "湖南长沙红星农副产品大市场"
    }


def test_a_unit_that_nobody_knows_waits_and_flows_once_staff_say_what_it_is(nights: Nights, opened: Open) -> None:
    setup = sheet_setup(opened(sheet(Goods())).base)
    mine = set_up(setup | {"defaults": {**setup["defaults"], "unit": "元/市制斤"}})
    nights.run(mine)
    assert listed(nights) == [("unit", "元/市制斤")] and len(nights.held()) == 372
    with nights.store.writing() as session:
        session.execute(update(UnknownName).values(means="元/斤"))
    nights.run(mine)
    assert not nights.held() and len(nights.quotes(mine.title)) == 372


@pytest.mark.parametrize("factor", [2, 0.5, 10, 0.1])
def test_a_slipped_figure_is_held_and_nobody_is_told_it(
    nights: Nights, opened: Open, farmer: Farmer, factor: float
) -> None:
    goods = Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    nights.run(mine)
    nights.passed, goods.today = 1, TODAY + timedelta(1)
    goods.slip(factor, "大白菜")
    assert nights.tells(mine) == DONE
    assert [(row["commodity"], row["date"]) for row, _ in nights.held()] == [("大白菜", f"{goods.today}")]
    assert averages(nights.quotes("新发地"), "大白菜", [goods.today]) == []
    assert goods.of("大白菜", goods.today).average not in farmer.says("大白菜多少钱")


def test_a_page_whose_unit_slipped_as_a_whole_is_held_as_a_whole(nights: Nights, opened: Open) -> None:
    goods = Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    nights.run(mine)
    nights.passed, goods.today = 1, TODAY + timedelta(1)
    # Nothing that the gate of each series would hold by itself.
    goods.slip(1.55)
    nights.run(mine)
    assert len(nights.held()) == len(VEGETABLES)
    assert all(reason.startswith("整页价格一起变了") for _, reason in nights.held())
    assert not [day for _, _, day in nights.quotes("新发地") if day == goods.today]


def test_a_held_figure_waits_no_longer_once_its_site_mends_it(nights: Nights, opened: Open) -> None:
    goods = Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    goods.slip(10, "土豆", day=TODAY)
    nights.run(mine)
    assert len(nights.held()) == 1
    goods.times.clear()
    nights.run(mine)
    assert not nights.held() and len(averages(nights.quotes("新发地"), "土豆", [TODAY])) == 1


def test_what_staff_dropped_stays_dropped_until_its_source_says_another_figure(
    nights_on_each: Nights, opened: Open
) -> None:
    nights, goods = nights_on_each, Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    goods.slip(10, "土豆", day=TODAY)
    nights.run(mine)
    nights.drop()
    for _ in range(2):
        nights.run(mine)
        assert not nights.held() and averages(nights.quotes("新发地"), "土豆", [TODAY]) == []
    goods.slip(12, "土豆", day=TODAY)
    nights.run(mine)
    ((waits, _),) = nights.held()
    assert (waits["commodity"], waits["date"]) == ("土豆", f"{TODAY}")
    goods.times.clear()
    nights.run(mine)
    assert not nights.held() and len(averages(nights.quotes("新发地"), "土豆", [TODAY])) == 1


def test_what_was_dropped_stays_dropped_though_it_would_be_believed_now(nights: Nights, opened: Open) -> None:
    goods = Goods()
    base = opened(sheet(goods)).base
    drafts, trusted = (set_up(sheet_setup(base, publish=publish)) for publish in (False, True))
    nights.run(drafts)
    nights.drop()
    nights.run(trusted)
    assert not nights.held() and not nights.quotes(drafts.title)


def test_of_two_figures_for_one_day_the_one_that_staff_did_not_drop_is_judged(nights: Nights, opened: Open) -> None:
    site = opened(sheet(Goods()))
    mine = set_up(sheet_setup(site.base))
    nights.run(mine)
    whole = site.routes[SHEET](None)  # type: ignore[arg-type]
    assert whole
    wrong = f"{TODAY},湖南长沙红星农副产品大市场,土豆,1.10,1.30,1.21\n"
    site.routes[SHEET] = lambda _: Reply(whole.body + wrong.encode(), "text/csv")
    before = nights.quotes(mine.title)
    nights.run(mine)
    with nights.store.writing() as session:
        waiting.drop(session, [one.id for one in waiting.waiting(session) if one.fields["average"] == "1.21"])
    for _ in range(2):
        nights.run(mine)
        assert not nights.held() and nights.quotes(mine.title) == before


def test_two_figures_for_one_day_both_wait_however_often_they_come(nights: Nights, opened: Open) -> None:
    goods = Goods()
    site = opened(sheet(goods))
    mine = set_up(sheet_setup(site.base))
    nights.run(mine)
    whole = site.routes[SHEET](None)  # type: ignore[arg-type]
    assert whole
    twice = whole.body + f"{TODAY},湖南长沙红星农副产品大市场,土豆,1.1,1.3,1.21\n".encode()
    site.routes[SHEET] = lambda _: Reply(twice, "text/csv")
    before = nights.quotes(mine.title)
    for _ in range(2):
        nights.run(mine)
        assert len(nights.held()) == 2 and nights.quotes(mine.title) == before


def test_prices_of_a_source_without_publish_wait_and_what_staff_released_does_not_come_again(
    nights: Nights, opened: Open
) -> None:
    base = opened(sheet(Goods())).base
    drafts, trusted = (set_up(sheet_setup(base, publish=publish)) for publish in (False, True))
    assert nights.tells(drafts) == DONE
    assert not nights.quotes(drafts.title) and {reason for _, reason in nights.held()} == {"先不发布，等人核实"}
    # As staff release them.
    nights.run(trusted)
    assert not nights.held() and len(nights.quotes(drafts.title)) == 372
    nights.run(drafts)
    assert not nights.held()


@pytest.mark.parametrize("kind", ["notice", "article"])
def test_texts_of_a_source_without_publish_come_as_drafts_and_stay_as_staff_decide(
    nights: Nights, opened: Open, kind: str
) -> None:
    site = opened(notices() | feed())
    mine = set_up((notices_setup if kind == "notice" else feed_setup)(site.base, publish=False))
    nights.run(mine)
    assert statuses(nights, kind, mine.title) == {"draft"}
    _decide(nights, kind, mine.title, "published")
    nights.run(mine)
    assert statuses(nights, kind, mine.title) == {"published"} and nights.last(mine.name).changed == 0
    # What says something else is looked at again.
    site.routes.update(notices(words="请到镇里登记") if kind == "notice" else feed(words="播后浇水"))
    nights.run(mine)
    assert statuses(nights, kind, mine.title) == {"draft"}


def test_a_notice_that_staff_took_down_does_not_come_up_again(nights: Nights, opened: Open) -> None:
    mine = set_up(notices_setup(opened(notices()).base))
    nights.run(mine)
    _decide(nights, "notice", mine.title, "archived")
    nights.run(mine)
    assert statuses(nights, "notice", mine.title) == {"archived"}


def statuses(nights: Nights, kind: str, title: str) -> set[str]:
    column = "publisher" if kind == "notice" else "source"
    with nights.store.engine.connect() as connection:
        return {row[0] for row in connection.exec_driver_sql(f"SELECT status FROM {kind} WHERE {column} = '{title}'")}


def _decide(nights: Nights, kind: str, title: str, status: str) -> None:
    column = "publisher" if kind == "notice" else "source"
    with nights.store.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE {kind} SET status = '{status}' WHERE {column} = '{title}'")


def test_a_day_that_has_not_come_yet_waits(nights: Nights, opened: Open) -> None:
    tomorrow = TODAY + timedelta(1)
    nights.run(source("pfsc", opened(pfsc(Goods(worth=2.0, today=tomorrow)))))
    assert {(row["date"], reason) for row, reason in nights.held()} == {(f"{tomorrow}", "日期在今天之后")}
    assert len(nights.quotes("全国农产品批发市场价格信息系统")) == 2 * len(VEGETABLES)
