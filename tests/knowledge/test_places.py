"""How places are found as people and sites write them."""

import pytest
from sqlalchemy import select

from knowledge import catalogue
from knowledge.db import Store
from knowledge.imports.terms import Terms
from knowledge.models.market import Market
from knowledge.models.source import UnknownName
from knowledge.night import naming
from knowledge.places import Places
from tests.conftest import HOME, NOW, TODAY


@pytest.fixture
def places(sqlite_store: Store) -> Places:
    with sqlite_store.reading() as session:
        return catalogue.current(session).places


def steps(places: Places, code: str) -> list[str]:
    """The codes from the province down to this division."""
    parent = places.parents[code]
    return [*(steps(places, parent) if parent else []), code]


def test_a_joined_path_of_full_names_leads_to_every_division(places: Places) -> None:
    for code in places.names:
        path = "".join(places.names[step] for step in steps(places, code))
        found = places.find(path)
        # 北京市北京市 may stand for either.
        assert found and places.names[found] == places.names[code] and found[:4] == code[:4], path


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("湖南省常德市桃源县", HOME),
        ("湖南省桃源县漆河镇", "430725105000"),
        ("湖南省/常德市桃源县", HOME),
        # One name of several places: what stands before it tells which.
        ("北京市朝阳区", "110105000000"),
        ("吉林省长春市朝阳区", "220104000000"),
        ("江苏省徐州市鼓楼区", "320302000000"),
        ("福建省鼓楼区", "350102000000"),
        ("山西省阳泉市城区", "140302000000"),
        ("山西省晋城市城区", "140502000000"),
        ("吉林省吉林市", "220200000000"),
        # The longest name first: 常德市 alone would leave 西洞庭管理区, which is none.
        ("湖南省常德市常德市西洞庭管理区", "430771000000"),
    ],
)
def test_what_stands_before_a_name_tells_which_place_it_is(places: Places, written: str, code: str) -> None:
    assert places.find(written) == code


@pytest.mark.parametrize(
    "written",
    [
        "湖南省德州市桃源县",
        "桃源县常德市",
        "湖南省桃源县某某镇",
        "湖南常德桃源",
        "常德市常德市",
        "湖南省湖南省",
        "猪湖南省常德市",
    ],
)
def test_what_is_no_path_of_full_names_is_not_found(places: Places, written: str) -> None:
    assert places.find(written) is None


def test_a_market_named_by_a_joined_path_lies_where_it_says(sqlite_store: Store) -> None:
    name, terms = "湖南省常德市桃源县", Terms(NOW, TODAY)
    example = {
        "date": f"{TODAY}",
        "market": name,
        "region": name,
        "commodity": "生猪",
        "average": "12",
        "unit": "元/公斤",
    }
    with sqlite_store.writing() as session:
        session.add(UnknownName(kind="market", written=name, source="yz88", first_seen=NOW, example=example))
        session.flush()
        naming.is_new(session, "market", name, terms)
    with sqlite_store.reading() as session:
        assert session.scalars(select(Market.region_code).where(Market.name == name)).one() == HOME
