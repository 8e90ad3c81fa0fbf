"""Every source of the product and every form of a setup comes in from a site in its own format."""

from collections.abc import Callable

import pytest

from knowledge.models.source import DONE
from tests.knowledge.fetch.stand_in import Route
from tests.night import json_sites, text_sites, web_sites
from tests.night.conftest import Nights, Open, set_up, source
from tests.night.goods import Goods

MEAT = {"猪肉": 20.0, "牛肉": 70.0, "鸡蛋": 9.5, "草鱼": 15.0}
SITES: dict[str, tuple[Callable[[Goods], dict[str, Route]], Goods]] = {
    "xinfadi": (json_sites.xinfadi, Goods()),
    "pfsc": (json_sites.pfsc, Goods(worth=2.0)),
    "pfsc_daily": (json_sites.pfsc_daily, Goods(MEAT)),
    "cnhnb": (web_sites.cnhnb, Goods()),
    "mofcom": (web_sites.mofcom, Goods(worth=2.0)),
    "food21": (web_sites.food21, Goods(worth=2.0)),
    "yz88": (web_sites.yz88, web_sites.pigs()),
}


# Rows of one month, and how many of them wait: a place that 养猪巴巴网 names is no market that is known.
ROWS = {"xinfadi": 372, "pfsc": 36, "pfsc_daily": 124, "cnhnb": 372, "mofcom": 2976, "food21": 360, "yz88": 20}
WAITING = {"yz88": 15}


@pytest.mark.parametrize("name", SITES)
def test_a_source_of_the_product_comes_in_whole(nights: Nights, opened: Open, name: str) -> None:
    make, goods = SITES[name]
    site = opened(make(goods))
    assert nights.tells(source(name, site)) == DONE
    run = nights.last(name)
    assert run.pages == len(site.visits)
    assert (run.new, run.held) == (ROWS[name] - WAITING.get(name, 0), WAITING.get(name, 0))


@pytest.mark.parametrize("name", SITES)
def test_a_source_writes_its_title_into_its_rows(nights: Nights, opened: Open, name: str) -> None:
    make, goods = SITES[name]
    mine = source(name, opened(make(goods)))
    nights.run(mine)
    assert nights.quotes(mine.title)


def test_notices_a_feed_and_a_sheet_come_in_as_staff_set_them_up(nights: Nights, opened: Open) -> None:
    base = opened(text_sites.notices() | text_sites.feed() | text_sites.sheet(Goods())).base
    sources = [
        set_up(setup(base)) for setup in (text_sites.notices_setup, text_sites.feed_setup, text_sites.sheet_setup)
    ]
    assert [result.state for result in nights.run(*sources)] == [DONE] * 3
    assert [nights.last(one.name).new for one in sources] == [6, 4, 372]
