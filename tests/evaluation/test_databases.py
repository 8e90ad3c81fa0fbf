"""What counts as two databases finding the same."""

from tests.evaluation import databases
from tests.evaluation.databases import Compared

ONE, OTHER, PART = ("article", "一", ""), ("article", "二", ""), ("article", "一", "怎么管")


def test_another_order_is_no_agreement() -> None:
    assert databases.agreement([Compared("?", [ONE, OTHER], [OTHER, ONE]), Compared("?", [], [])]) == 0.5


def test_another_part_of_the_same_text_is_the_same_text_alone() -> None:
    found = Compared("?", [ONE], [PART])
    assert found.is_same_but_for_parts and not found.is_same
