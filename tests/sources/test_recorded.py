"""Every recorded page is read as it is written down beside it."""

import pytest

from knowledge.night.recording import ENDING, as_json
from knowledge.sources import all_sources
from knowledge.sources.base import LayoutChanged
from knowledge.sources.setup import COLUMNS, FORMS
from tests.sources.recorded import FOLDER, Recorded, good_pages, page_id, recorded_pages

PAGES = good_pages()
REFUSED = [page for page in recorded_pages() if "refused" in page.expected]
FEWEST_PAGES = 3


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_recorded_page_is_read_as_written_down(page: Recorded) -> None:
    found = as_json(page.read())
    assert found == {key: page.expected[key] for key in found}


@pytest.mark.parametrize("page", REFUSED, ids=page_id)
def test_a_page_that_is_not_what_was_asked_for_is_refused_in_words(page: Recorded) -> None:
    with pytest.raises(LayoutChanged) as refusal:
        page.read()
    assert [type(refusal.value).__name__, str(refusal.value)] == page.expected["refused"]


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_a_row_has_the_columns_of_its_import(page: Recorded) -> None:
    assert {tuple(row) for row in page.read().rows} <= {COLUMNS[page.source.kind]}


@pytest.mark.parametrize("name", [*all_sources(), *FORMS])
def test_a_source_has_pages_with_rows_and_some_that_are_refused(name: str) -> None:
    own = [page for page in (*PAGES, *REFUSED) if page.folder == name]
    assert len(own) >= FEWEST_PAGES
    assert any(page.expected.get("rows") for page in own) and any("refused" in page.expected for page in own)


def test_every_recorded_page_has_what_must_be_read_beside_it() -> None:
    files = {str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.*") if "__pycache__" not in path.parts}
    bodies = {str(page.path.relative_to(FOLDER)) for page in recorded_pages()}
    assert files == bodies | {f"{body.rpartition('.')[0]}{ENDING}" for body in bodies}


@pytest.mark.parametrize("name", all_sources())
def test_another_base_takes_the_place_of_the_sites_own(name: str) -> None:
    source = all_sources()[name]("http://127.0.0.1:9/")
    asks = source.asks(*PAGES[0].days)
    assert asks and all(ask.url.startswith("http://127.0.0.1:9/") for ask in asks)
