"""A page is recorded as it came, with what is read on it, so that the tests of recorded pages can read it again."""

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from knowledge.fetch import Fetcher, Gate, NotFetched
from knowledge.night import recording
from knowledge.night.recording import NotKept, Recording
from knowledge.sources.base import Source
from knowledge.sources.food21 import Food21
from tests.conftest import StandingClock
from tests.knowledge.fetch.stand_in import StandIn, page, redirect, running
from tests.sources.recorded import FOLDER, Recorded, page_id, recorded, recorded_pages

DOCS = Path(__file__).parents[2] / "docs" / "adding-a-source.md"
DAYS = (date(2026, 11, 23), date(2026, 11, 24))
MARKET = "/price/market/1039.html"
KEPT = ("rows", "unpriced", "total", "asks", "refused")
LINES_OF_THE_EXAMPLE = 30


def block(language: str) -> str:
    """The block of the documentation in this language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return str(found)


@pytest.fixture
def example(tmp_path: Path) -> Source:
    """The source that the documentation shows."""
    file = tmp_path / "example.py"
    file.write_text(block("python"), encoding="utf-8")
    spec = spec_from_file_location("example", file)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    source: Source = module.Example()
    return source


@pytest.fixture
def site() -> Iterator[StandIn]:
    """A stand-in for 食品商务网, with its recorded page and one that moved."""
    body = (FOLDER / "food21" / "paged.html").read_bytes()
    with running({MARKET: page(body, "text/html"), "/old.html": redirect(MARKET)}) as server:
        yield server


def fetched(site: StandIn, source: Source, url: str) -> Recording:
    with Fetcher("https://tianxun.example", StandingClock(), site.gate) as fetcher:
        return recording.record(fetcher, source, recording.ask_for(source, url, "", DAYS), DAYS, site.base)


def is_read_again(source: Source, files: list[Path]) -> bool:
    """Whether the tests of recorded pages find on the kept page what stands beside it."""
    body, beside = files
    expected = json.loads(beside.read_text(encoding="utf-8"))
    found = recording.as_json(Recorded(source, body, expected).read())
    return found == {key: expected[key] for key in found}


def test_the_documented_source_is_short_and_reads_the_documented_page(example: Source, tmp_path: Path) -> None:
    assert len([line for line in block("python").splitlines() if line.strip()]) <= LINES_OF_THE_EXAMPLE
    with running({"/today.html": page(block("html").encode(), "text/html")}) as site:
        made = fetched(site, example, f"{example.home}/today.html")
    (row,) = made.expected["rows"]
    assert (row["commodity"], row["average"], row["date"], made.expected["unpriced"]) == (
        "大白菜",
        "1.20",
        "2026-11-24",
        1,
    )
    assert is_read_again(example, made.keep(tmp_path / "example"))


def test_the_documented_source_refuses_another_page(example: Source) -> None:
    other = block("html").replace("均价（元/公斤）", "均价（元/斤）")
    with running({"/today.html": page(other.encode(), "text/html")}) as site:
        assert fetched(site, example, f"{example.home}/today.html").expected["refused"] == [
            "LayoutChanged",
            "价格表变了",
        ]


def test_a_page_is_kept_byte_for_byte_under_the_sites_own_address(site: StandIn, tmp_path: Path) -> None:
    made = fetched(site, Food21(), f"{Food21.home}{MARKET}")
    body, beside = made.keep(tmp_path / "food21")
    assert (body.name, beside.name) == ("1039.html", "1039.expected.json")
    before = recorded("food21/paged")
    assert body.read_bytes() == before.path.read_bytes()
    assert {key: made.expected[key] for key in KEPT[:-1]} == {key: before.expected[key] for key in KEPT[:-1]}
    assert is_read_again(Food21(), [body, beside])


def test_a_page_that_moved_is_kept_under_where_it_was_found(site: StandIn, tmp_path: Path) -> None:
    made = fetched(site, Food21(), f"{Food21.home}/old.html")
    assert made.name == "1039" and is_read_again(Food21(), made.keep(tmp_path))


def test_a_page_that_is_there_stays_unless_it_is_to_go(tmp_path: Path) -> None:
    made = Recording("first", b"<html>", {"rows": []})
    (tmp_path / "first.json").write_bytes(b"{}")
    with pytest.raises(NotKept, match="--force"):
        made.keep(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["first.json"]
    made.keep(tmp_path, force=True)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["first.expected.json", "first.html"]


def test_an_address_of_another_site_is_not_asked_of_the_stand_in(site: StandIn) -> None:
    with pytest.raises(NotKept, match="不在"):
        fetched(site, Food21(), "https://other.example/x.html")
    assert site.visits == []


def test_nothing_inside_is_recorded(site: StandIn) -> None:
    ask = recording.ask_for(Food21(), f"{site.base}{MARKET}", "", DAYS)
    with (
        Fetcher("https://tianxun.example", StandingClock(), Gate()) as fetcher,
        pytest.raises(NotFetched, match="不允许"),
    ):
        recording.record(fetcher, Food21(), ask, DAYS)
    assert site.visits == []


@pytest.mark.parametrize("page", recorded_pages(), ids=page_id)
def test_every_recorded_page_would_be_written_down_so_that_it_is_read_the_same(page: Recorded) -> None:
    kind = page.expected.get("content_type", "text/html")
    made = recording.expected(page.source, page.ask, kind, page.path.read_bytes(), page.days)
    assert {key: made[key] for key in KEPT if key in made} == {
        key: page.expected[key] for key in KEPT if key in page.expected and key in made
    }
    assert ("refused" in made) == ("refused" in page.expected)
    again = Recorded(page.source, page.path, json.loads(json.dumps(made)))
    assert (again.ask.url, again.ask.part, again.days) == (page.ask.url, page.ask.part, page.days)
    assert dict(again.ask.form) == dict(page.ask.form)
    assert recording.folder_of(page.source) == page.folder


@pytest.mark.parametrize("page", recorded_pages(), ids=page_id)
def test_a_recorded_file_gets_the_ending_that_it_has(page: Recorded) -> None:
    body = page.path.read_bytes()
    # A page that came in the place of another bears the other's ending.
    assert "refused" in page.expected or recording.ending(body) == page.path.suffix


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/price/market/1039-p2.html", "1039-p2"),
        ("https://a.example/list.asp?page=2&c=%E8%8F%9C", "list-page-2-c-E8-8F-9C"),
        ("https://a.example/", "page"),
        ("https://a.example/../../etc/passwd", "passwd"),
    ],
)
def test_a_name_is_made_from_the_address_and_leads_nowhere_else(url: str, name: str) -> None:
    assert recording.name_of(url) == name
