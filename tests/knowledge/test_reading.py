"""Lists of what there is to read, and what concerns a division, on both databases."""

from datetime import timedelta

import pytest

from knowledge import around, catalogue, reading, search, sitemap
from knowledge.db import Store
from knowledge.models.article import Article
from knowledge.models.notice import Notice
from tests.conftest import TODAY
from tests.knowledge import plans
from tests.web.public.rows import COUNTY, NEXT_COUNTY, NEXT_TOWN, TOWN
from tests.web.public.test_reading import article, notice


def test_articles_are_found_under_their_crop_and_no_other(store: Store) -> None:
    number, other = article(store), article(store, title="别的", crops=["茶叶"])
    with store.reading() as session:
        assert search.texts_on(session, "article", "火龙果", 9) == [number]
        assert number not in search.texts_on(session, "article", "茶叶", 900) and other in search.texts_on(
            session, "article", "茶叶", 900
        )
        assert not search.texts_on(session, "notice", "火龙果", 9)
        assert not search.texts_on(session, "article", "\" OR ' ) * :A", 9)


@pytest.mark.parametrize("crop", ["'", '"', "a & b", "():*", "\\", ""])
def test_no_word_breaks_a_list(store: Store, crop: str) -> None:
    with store.reading() as session:
        reading.articles(session, TODAY, crop, crop, crop)
        search.texts_on(session, "article", crop, 9)


def test_pages_of_one_day_follow_one_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "A_PAGE", 2)
    made = [notice(store, title=f"第{n}条", category="特别") for n in range(5)]
    with store.reading() as session:
        first = reading.notices(session, "特别", "")
        second = reading.notices(session, "特别", first.before)
        third = reading.notices(session, "特别", second.before)
    assert [row.id for page in (first, second, third) for row in page.rows] == made[::-1] and not third.before


def test_every_category_is_named_once(store: Store) -> None:
    (
        notice(store, category="一"),
        notice(store, category="一", title="二"),
        notice(store, category="丙", title="三", status="draft"),
    )
    with store.reading() as session:
        found = reading.categories(session, Notice)
        assert found.count("一") == 1 and "丙" not in found and found == sorted(set(found))
        assert len(reading.categories(session, Article)) > 3


def test_a_division_hears_of_its_own_and_of_those_above_and_below(store: Store) -> None:
    own, above, below = (
        notice(store),
        notice(store, title="县", region_code=COUNTY),
        notice(store, title="国", region_code=None),
    )
    away, over = (
        notice(store, title="邻", region_code=NEXT_TOWN),
        notice(store, title="旧", valid_to=TODAY - timedelta(1)),
    )
    far = notice(store, title="远", region_code=NEXT_COUNTY)
    with store.reading() as session:
        places = catalogue.current(session).places
        town, county = (around.division(session, places, code) for code in (TOWN, "430725"))
        assert town and county
        here = {row.id for row in around.notices(session, places, town, TODAY, 99)}
        whole = {row.id for row in around.notices(session, places, county, TODAY, 99)}
    assert {own, above, below} <= here and not {away, over, far} & here
    assert {own, above, below, away} <= whole and far not in whole
    assert [name for _, name in town.above] == ["湖南省", "常德市", "桃源县"] and len(county.below) == 29


def test_no_list_walks_through_what_it_does_not_show(store: Store) -> None:
    with store.reading() as session:
        places = catalogue.current(session).places
        town = around.division(session, places, TOWN)
        assert town
        with plans.heard(session) as found:
            reading.articles(session, TODAY, "", "", "20261101.5")
            reading.articles(session, TODAY, "水稻", "", "")
            reading.notices(session, "政策", "20261101.5")
            reading.categories(session, Article)
            around.notices(session, places, town, TODAY, 5)
        told = plans.told(session, found)
    used = ("ix_article_date", "ix_article_category", "ix_notice_category", "ix_notice_place")
    assert all(name in told for name in used)
    assert not any(walk in told for walk in ("SCAN article", "SCAN notice", "Seq Scan", "TEMP B-TREE"))


def test_the_map_of_pages_names_each_once(store: Store) -> None:
    number = article(store)
    with store.reading() as session:
        found = [
            each
            for kind, first in sitemap.parts(session)
            if kind == "a"
            for each in sitemap.numbers(session, kind, first)
        ]
    assert found.count(number) == 1 and len(found) == len(set(found))
