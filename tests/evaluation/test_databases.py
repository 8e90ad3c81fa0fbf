"""What counts as two databases finding the same."""

from tests.evaluation import databases
from tests.evaluation.databases import Compared

ONE, OTHER = ("article", "一", ""), ("article", "二", "")


def test_another_order_is_no_agreement() -> None:
    assert databases.agreement([Compared("?", [ONE, OTHER], [OTHER, ONE]), Compared("?", [], [])]) == 0.5
