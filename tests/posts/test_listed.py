"""Lists of open posts: the nearest first, and no walk through the others, on both databases."""

from datetime import timedelta

import pytest

from knowledge import catalogue, posts
from knowledge.db import Store
from knowledge.posts import listed
from knowledge.posts.near import rings
from tests.conftest import NOW
from tests.knowledge import plans
from tests.web.public.rows import COUNTY, NEXT_COUNTY, NEXT_TOWN, TOWN, goods, job, samples_gone


@pytest.fixture(autouse=True)
def _nothing_else(store: Store) -> None:
    samples_gone(store)


def names_of(found: posts.Page) -> list[str]:
    return [post.public_id for post, _ in found.posts]


def jobs(store: Store, place: str = TOWN, words: tuple[str, ...] = (), page: int = 1) -> posts.Page:
    with store.reading() as session:
        return posts.jobs(session, catalogue.current(session), NOW, place, words, page)


def supply(store: Store, place: str = TOWN, commodities: tuple[int, ...] = ()) -> posts.Page:
    with store.reading() as session:
        return posts.goods(session, catalogue.current(session), NOW, "supply", place, commodities)


def test_the_place_comes_before_its_county_and_that_before_all_others(store: Store) -> None:
    far, nowhere, near = job(store, NEXT_COUNTY, 30), job(store, None, 20), job(store, NEXT_TOWN, 25)
    here, county = job(store, TOWN, 1), job(store, COUNTY, 2)
    found = jobs(store)
    assert names_of(found) == [here, near, county, far, nowhere]
    assert [ring for _, ring in found.posts] == [0, 1, 1, 2, 2]
    assert names_of(jobs(store, COUNTY)) == [near, county, here, far, nowhere]
    assert names_of(jobs(store, "430000000000")) == [far, near, county, here, nowhere]


@pytest.mark.parametrize("status", ["draft", "filled", "withdrawn", "rejected"])
def test_what_is_not_open_is_not_listed(store: Store, status: str) -> None:
    job(store, status=status), job(store, days=0), goods(store, status=status), goods(store, days=-1)
    assert not jobs(store).posts and not jobs(store, words=("采茶",)).posts and not supply(store).posts


def test_jobs_are_found_by_words_of_title_and_description(store: Store) -> None:
    tea, pigs = job(store), job(store, title="喂猪", description="100%真实")
    assert names_of(jobs(store, words=("采茶", "摘茶"))) == [tea]
    assert names_of(jobs(store, words=("100%",))) == [pigs]
    assert not jobs(store, words=("1_0%",)).posts


def test_goods_are_found_by_commodity_the_nearest_first(store: Store) -> None:
    far, near = goods(store, "椪柑", NEXT_COUNTY, 30), goods(store, "椪柑", NEXT_TOWN, 3)
    goods(store, "白菜"), goods(store, "椪柑", kind="demand")
    with store.reading() as session:
        number = catalogue.current(session).commodity_ids["椪柑"]
    assert names_of(supply(store, commodities=(number,))) == [near, far]


def test_pages_follow_one_another_across_the_rings(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "A_PAGE", 3)
    expected = [job(store, TOWN, 9), job(store, TOWN, 8), job(store, NEXT_TOWN, 9), job(store, NEXT_COUNTY, 9)]
    first, second = jobs(store), jobs(store, page=2)
    assert names_of(first) + names_of(second) == expected
    assert first.has_more and not second.has_more and not jobs(store, page=3).posts


def test_a_list_that_was_cut_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        job(store)
    assert not jobs(store, words=("采茶",)).is_cut
    monkeypatch.setattr(listed, "MOST_READ", 3)
    assert jobs(store, words=("采茶",)).is_cut


def test_every_division_has_its_rings(store: Store) -> None:
    with store.reading() as session:
        places = catalogue.current(session).places
    assert [len(ring.codes) for ring in rings(places, TOWN)] == [1, 29, 0]
    assert [ring.inner for ring in rings(places, COUNTY)] == ["", "430725"]
    assert len(rings(places, "")) == 1


def test_no_list_walks_through_what_it_does_not_show(store: Store) -> None:
    job(store), goods(store)
    with store.reading() as session:
        names = catalogue.current(session)
        with plans.heard(session) as found:
            posts.jobs(session, names, NOW, TOWN)
            posts.jobs(session, names, NOW, TOWN, ("茶",))
            posts.goods(session, names, NOW, "supply", TOWN)
            posts.goods(session, names, NOW, "supply", TOWN, (1, 2))
        told = plans.told(session, found)
    used = ("ix_job_place", "ix_job_live", "ix_trade_post_place", "ix_trade_post_live", "ix_trade_post_goods")
    assert all(name in told for name in used)
    assert not any(walk in told for walk in ("SCAN job", "SCAN trade_post", "Seq Scan", "TEMP B-TREE"))


def test_a_name_is_random_and_no_two_are_alike(store: Store) -> None:
    made = [job(store) for _ in range(20)]
    assert len(set(made)) == 20 and all(len(name) == 10 for name in made)
    with store.reading() as session:
        assert posts.find_job(session, made[0], NOW) is not None
        assert posts.find_job(session, made[0], NOW + timedelta(9)) is None
