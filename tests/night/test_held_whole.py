"""A source that is not what it was publishes nothing, says why, and leaves its last good quotes with their own day."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from knowledge.models.source import DONE, FAILED, HELD
from knowledge.night import settled
from tests.conftest import TODAY, Farmer
from tests.knowledge.fetch.stand_in import Reply, Route, StandIn, Visit, page, redirect, status
from tests.night import json_sites, web_sites
from tests.night.conftest import Nights, Open, set_up, source
from tests.night.goods import VEGETABLES, Goods
from tests.night.json_sites import XINFADI, xinfadi
from tests.night.text_sites import notices, notices_setup, sheet, sheet_setup

CAPTCHA = "<html><head><title>安全验证</title></head><body>请输入验证码</body></html>".encode()
LOGIN = "<html><head><title>用户登录</title></head><body><input type=password></body></html>".encode()
SORRY = "<html><head><title>500</title></head><body>系统繁忙，请稍后再试</body></html>".encode()
DOORS = {"captcha": CAPTCHA, "login": LOGIN, "an error page with 200": SORRY}
MAKERS: dict[str, Callable[[Goods], dict[str, Route]]] = {
    "xinfadi": xinfadi, "pfsc": json_sites.pfsc, "mofcom": web_sites.mofcom, "food21": web_sites.food21,
    "cnhnb": web_sites.cnhnb,
}  # fmt: skip


def everywhere(site: StandIn, route: Route) -> None:
    site.routes.update(dict.fromkeys(site.routes, route))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", MAKERS)
def test_a_door_instead_of_the_page_holds_the_source(nights: Nights, opened: Open, name: str, door: str) -> None:
    goods = Goods()
    site = opened(MAKERS[name](goods))
    mine = source(name, site)
    nights.run(mine)
    before = nights.quotes(mine.title)
    nights.passed, goods.today = 1, TODAY + timedelta(1)
    everywhere(site, page(DOORS[door]))
    said = nights.tells(mine)
    assert said.startswith(HELD) and len(said) > len(HELD) + 3
    assert door == "an error page with 200" or said == "held 网站要验证码或登录"
    assert nights.last(name).reason == said.removeprefix("held ")
    assert nights.quotes(mine.title) == before


def test_the_last_good_quote_is_told_with_its_own_day(nights: Nights, opened: Open, farmer: Farmer) -> None:
    goods = Goods(today=TODAY - timedelta(2))
    site = opened(xinfadi(goods))
    nights.passed = -2
    nights.run(source("xinfadi", site))
    nights.passed = 0
    everywhere(site, page(LOGIN))
    nights.run(source("xinfadi", site))
    said = farmer.says("大白菜多少钱")
    assert f"{goods.of('大白菜', goods.today).average}元/斤" in said and "11月22日" in said and "今天" not in said, said


def test_one_bad_page_among_good_ones_holds_them_all(nights: Nights, opened: Open) -> None:
    answer = xinfadi(Goods())[XINFADI]

    def third_is_cut(visit: Visit) -> Reply | None:
        reply = answer(visit)
        return Reply(reply.body[:-9], reply.kind) if reply and b"current=3" in visit.body else reply

    assert nights.tells(source("xinfadi", opened({XINFADI: third_is_cut}))) == "held JSON 不完整或写法不对"
    assert not nights.quotes("新发地") and not nights.held()


def test_not_one_row_is_a_failure(nights: Nights, opened: Open) -> None:
    assert nights.tells(source("xinfadi", opened(xinfadi(Goods({}))))) == "held 一行也没有读到"
    assert nights.tells(set_up(notices_setup(opened(notices(0)).base))).startswith(HELD)


@pytest.mark.parametrize(("days", "state"), [(16, DONE), (15, HELD)])
def test_far_fewer_rows_than_usual_hold_the_source(nights: Nights, opened: Open, days: int, state: str) -> None:
    goods = Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    for _ in range(3):
        nights.run(mine)
    goods.left_out = {TODAY - timedelta(back) for back in range(31 - days)}
    assert nights.tells(mine) == (DONE if state == DONE else "held 读到 180 行，平常约 372 行")


@pytest.mark.parametrize(("more", "state"), [(6, DONE), (7, HELD)])
def test_far_more_rows_than_usual_hold_the_source(nights: Nights, opened: Open, more: int, state: str) -> None:
    goods = Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    for _ in range(3):
        nights.run(mine)
    goods.prices |= dict.fromkeys(["包菜", "韭菜", "丝瓜", "苦瓜", "南瓜", "西兰花", "胡萝卜"][:more], 2.0)
    assert nights.tells(mine).startswith(state)


def test_a_number_of_rows_that_stays_is_the_usual_one_in_the_end(nights: Nights, opened: Open) -> None:
    goods = Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    for _ in range(3):
        nights.run(mine)
    goods.left_out = {TODAY - timedelta(back) for back in range(16)}
    assert [nights.tells(mine).split()[0] for _ in range(4)] == [HELD, HELD, HELD, DONE]


def test_how_many_notices_there_are_is_up_to_who_writes_them(nights: Nights, opened: Open) -> None:
    site = opened(notices(2))
    mine = set_up(notices_setup(site.base))
    for _ in range(3):
        nights.run(mine)
    site.routes.update(notices(6))
    assert nights.tells(mine) == DONE and nights.last(mine.name).new == 4


def test_goods_that_mostly_nobody_knows_hold_the_source(nights: Nights, opened: Open) -> None:
    strange = dict.fromkeys(["甲乙菜", "丙丁菜", "戊己菜", "庚辛菜", "壬癸菜"], 2.0)
    mine = source("xinfadi", opened(xinfadi(Goods(dict(list(VEGETABLES.items())[:7]) | strange))))
    assert nights.tells(mine) == "held 12 个品名里只认识 7 个，像是换了内容"
    assert not nights.quotes("新发地") and not nights.held()


def test_one_source_that_fails_never_stops_another(nights_on_each: Nights, opened: Open) -> None:
    nights = nights_on_each
    good = source("xinfadi", opened(xinfadi(Goods())))
    bad = {
        "pfsc": status(*[503] * 9), "mofcom": redirect("/again"), "food21": page(CAPTCHA), "cnhnb": page(b"\xff\xfe"),
    }  # fmt: skip
    sites = {name: opened(dict.fromkeys(MAKERS[name](Goods()), route)) for name, route in bad.items()}
    results = nights.run(*(source(name, site) for name, site in sites.items()), good)
    assert [result.state for result in results] == [FAILED, FAILED, HELD, HELD, DONE]
    assert [result.reason for result in results[:3]] == [
        "网站忙或出错（503）",
        "网页不存在（404）",
        "网站要验证码或登录",
    ]
    assert len(nights.quotes("新发地")) == 372


def test_two_sources_may_bring_the_same_unknown_name_at_the_same_time(
    nights_on_each: Nights, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights, together, end = nights_on_each, Barrier(2), settled.end

    def both_are_publishing(*arguments: Any) -> None:
        end(*arguments)
        with suppress(BrokenBarrierError):
            together.wait(0.5)

    monkeypatch.setattr(settled, "end", both_are_publishing)
    goods = Goods({"鬼见愁菜": 2.0, "土豆": 1.2, "青椒": 2.6})
    sites = {name: opened(sheet(goods)).base for name in ("east", "west")}
    results = nights.run(*(set_up(sheet_setup(base, name)) for name, base in sites.items()))
    assert [result.state for result in results] == [DONE, DONE]


def test_a_fault_of_our_own_in_one_source_never_stops_another(
    nights: Nights, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = opened(xinfadi(Goods()) | json_sites.pfsc(Goods(worth=2.0)))
    broken, good = source("xinfadi", site), source("pfsc", site)
    monkeypatch.setattr(type(broken), "read", lambda *_: 1 / 0)
    assert [result.state for result in nights.run(broken, good)] == [FAILED, DONE]
    assert nights.last("xinfadi").reason == "程序出错：ZeroDivisionError"


def test_a_store_that_fails_as_a_source_ends_never_stops_another(
    nights: Nights, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OSError("no store")

    site = opened({XINFADI: page(LOGIN)} | json_sites.pfsc(Goods(worth=2.0)))
    monkeypatch.setattr("knowledge.night.runs.ended", gone)
    results = nights.run(source("xinfadi", site), source("pfsc", site))
    assert [(result.state, result.reason) for result in results] == [(FAILED, "程序出错：OSError"), (DONE, "")]
