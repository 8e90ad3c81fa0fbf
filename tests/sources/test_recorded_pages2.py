"""Each recorded page says what stands beside it: its rows, the pages that it leads to, or why it is refused."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from knowledge.pages import Ask, Page
from knowledge.sources.base import LayoutChanged, Source
from knowledge.sources.food21 import Food21
from knowledge.sources.forms import source_of
from knowledge.sources.mofcom import Mofcom
from knowledge.sources.setup import from_json
from knowledge.sources.yz88 import Yz88

HERE = Path(__file__).parent
SITES: dict[str, Source] = {source.name: source for source in (Food21(), Mofcom(), Yz88())}
# What staff set up: the setup stands in the expectation.
FORMS = ("listing", "feed", "sheet")
RECORDED = [path for name in (*SITES, *FORMS) for path in sorted((HERE / name).glob("*.expected.json"))]


def recorded(path: Path) -> tuple[Page, dict[str, Any]]:
    expected = json.loads(path.read_text(encoding="utf-8"))
    ask = Ask(expected["ask"]["url"], part=expected["ask"]["part"])
    body = next(p for p in path.parent.glob(f"{path.name.removesuffix('.expected.json')}.*") if p != path)
    noon = datetime.combine(date.fromisoformat(expected["last"]), time(4), UTC)
    return Page(ask, ask.url, expected.get("content_type", "text/html"), body.read_bytes(), noon), expected


def source_for(path: Path, expected: dict[str, Any]) -> Source:
    return source_of(from_json(json.dumps(expected["setup"]))) if "setup" in expected else SITES[path.parent.name]


def days(expected: dict[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(expected["first"]), date.fromisoformat(expected["last"])


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}-{path.name.split('.')[0]}")
def test_a_recorded_page_says_what_stands_beside_it(path: Path) -> None:
    page, expected = recorded(path)
    source = source_for(path, expected)
    if "refused" in expected:
        with pytest.raises(LayoutChanged) as fault:
            source.read(page, *days(expected))
        assert [type(fault.value).__name__, str(fault.value)] == expected["refused"]
        return
    reading = source.read(page, *days(expected))
    assert list(reading.rows) == expected["rows"]
    assert [[ask.url, ask.part] for ask in reading.asks] == expected["asks"]
    assert (reading.unpriced, reading.total) == (expected["unpriced"], expected["total"])


@pytest.mark.parametrize("name", [*SITES, *FORMS])
def test_a_site_has_at_least_three_pages_one_with_rows_and_one_that_is_refused(name: str) -> None:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in RECORDED if path.parent.name == name]
    assert len(found) >= 3
    assert any(page.get("rows") for page in found)
    assert any("refused" in page for page in found)
