"""Whatever a site sends instead of its page, no wrong row comes of it: the page is refused, or what is read is right."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

import pytest

from knowledge.sources.base import LayoutChanged, Row
from tests.sources.mutations import Mutation, mutations, other_pages
from tests.sources.recorded import Recorded, good_pages, page_id

GOOD = good_pages()
PAGES = [page for page in GOOD if page.path.suffix in (".json", ".html")]
FEWEST = 30
TOLD = ("date", "commodity", "low", "high", "average", "unit")
# What cannot be known from the page alone, by source and mutation, and which gate holds it.
_HONEST = (
    "鸡蛋（个） is an honest name of goods sold by the piece: the gate that wants a night's names to be known ones"
)
_BARE = "a figure without its unit may be any figure: the gate against jumps of a series"
_CUSTOM = "the trade's 元/公斤 is meant wherever a line names no unit: the gate against jumps of a series"
BLIND = {
    ("xinfadi", "prodName in brackets"): _HONEST,
    ("pfsc", "varietyName in brackets"): _HONEST,
    ("cnhnb", "cell 1 in brackets of *"): _HONEST,
    ("mofcom", "cell 0 in brackets of *"): _HONEST,
    ("mofcom", "cell 1 a number of *"): _BARE,
    ("yz88", "no unit after prices"): _CUSTOM,
}


def figures(rows: Sequence[Row]) -> set[tuple[str, ...]]:
    return {tuple(row.get(column, "") for column in TOLD) for row in rows}


def wrong_rows(page: Recorded, mutation: Mutation) -> set[tuple[str, ...]]:
    try:
        reading = page.read(mutation.body, mutation.content_type)
    except LayoutChanged:
        return set()
    return figures(reading.rows) - figures(page.expected["rows"])


def is_blind(page: Recorded, mutation: Mutation) -> bool:
    return any(page.source.name == name and fnmatchcase(mutation.name, like) for name, like in BLIND)


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_no_wrong_row_comes_of_a_changed_page(page: Recorded) -> None:
    changed = list(mutations(page.path))
    assert len(changed) >= FEWEST
    wrong = {m.name: found for m in changed if not is_blind(page, m) and (found := wrong_rows(page, m))}
    assert not wrong


@pytest.mark.parametrize("page", GOOD, ids=page_id)
def test_another_page_is_refused_and_not_taken_for_an_empty_one(page: Recorded) -> None:
    for mutation in other_pages():
        with pytest.raises(LayoutChanged):
            page.read(mutation.body, mutation.content_type)


@pytest.mark.parametrize("blind", BLIND, ids=" ".join)
def test_what_no_page_can_show_is_still_not_shown(blind: tuple[str, str]) -> None:
    name, like = blind
    own = [page for page in PAGES if page.source.name == name]
    assert any(wrong_rows(page, m) for page in own for m in mutations(page.path) if fnmatchcase(m.name, like))
