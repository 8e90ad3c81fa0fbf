"""Every recorded page is read as it is written down beside it."""

from collections import Counter

import pytest

from knowledge.imports.prices import COLUMNS
from knowledge.sources import all_sources
from knowledge.sources.base import LayoutChanged
from tests.sources.recorded import FOLDER, Recorded, good_pages, page_id, recorded_pages, told

PAGES = good_pages()
REFUSED = [page for page in recorded_pages() if "refused" in page.expected]
FEWEST_PAGES = 3


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_recorded_page_is_read_as_written_down(page: Recorded) -> None:
    reading = page.read()
    found = {
        "rows": list(reading.rows),
        "unpriced": reading.unpriced,
        "total": reading.total,
        "asks": [told(ask) for ask in reading.asks],
    }
    assert found == {key: page.expected[key] for key in found}


@pytest.mark.parametrize("page", REFUSED, ids=page_id)
def test_a_page_that_is_not_what_was_asked_for_is_refused_in_words(page: Recorded) -> None:
    with pytest.raises(LayoutChanged) as refusal:
        page.read()
    assert [type(refusal.value).__name__, str(refusal.value)] == page.expected["refused"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.source.kind == "prices"], ids=page_id)
def test_a_price_row_has_the_columns_of_the_import(page: Recorded) -> None:
    assert {tuple(row) for row in page.read().rows} <= {COLUMNS}


@pytest.mark.parametrize("name", all_sources())
def test_a_source_has_pages_that_are_read_and_some_that_are_refused(name: str) -> None:
    assert {page.source.name for page in PAGES} >= {name} <= {page.source.name for page in REFUSED}
    assert sum(page.source.name == name for page in (*PAGES, *REFUSED)) >= FEWEST_PAGES


def test_every_recorded_page_has_what_must_be_read_beside_it() -> None:
    files = Counter(path.name.removesuffix(".expected.json") for path in FOLDER.glob("*/*.expected.json"))
    assert sum(files.values()) == len(recorded_pages())
    bodies = [path for path in FOLDER.glob("*/*.*") if path.suffix in (".json", ".html")]
    assert len(bodies) == 2 * len(recorded_pages())


@pytest.mark.parametrize("name", all_sources())
def test_another_base_takes_the_place_of_the_sites_own(name: str) -> None:
    source = all_sources()[name]("http://127.0.0.1:9/")
    asks = source.asks(*PAGES[0].days)
    assert asks and all(ask.url.startswith("http://127.0.0.1:9/") for ask in asks)
