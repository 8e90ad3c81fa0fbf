"""Two editions side by side, and why an article stands where it does."""

import random

import pytest

from knowledge import catalogue
from knowledge.db import Store
from knowledge.editions import asked, comparing
from knowledge.editions.comparing import GONE, NEW, SAME
from tests.conftest import TODAY


@pytest.mark.parametrize("seed", range(20))
def test_both_texts_can_be_read_out_of_their_comparison(seed: int) -> None:
    chance = random.Random(seed)
    before, after = ("".join(chance.choices("沟渠水，。\n", k=chance.randint(0, 400))) for _ in range(2))
    runs = comparing.runs(before, after)
    assert "".join(run.text for run in runs if run.kind in (SAME, GONE)) == before
    assert "".join(run.text for run in runs if run.kind in (SAME, NEW)) == after


def test_only_what_differs_is_shown() -> None:
    older = {"title": "一", "crops": ["白菜"], "body": "先挖沟，再种。"}
    newer = older | {"crops": ["白菜", "萝卜"], "body": "先挖沟，后种。"}
    shown = comparing.compared("article", older, newer)
    assert [label for label, _ in shown] == ["作物", "正文"]
    assert shown[1][1] == [(SAME, "先挖沟，"), (GONE, "再种。"), (NEW, "后种。")]


def test_the_parts_make_up_the_score(store: Store) -> None:
    with store.reading() as session:
        found = asked.ranked(session, "洋芋叶子发黄咋搞", catalogue.current(session), TODAY)
    assert found[0].place == 1 and "土豆" in found[0].found.passage.title
    assert [one.found.score for one in found] == sorted((one.found.score for one in found), reverse=True)
    for one in found:
        assert sum(part for _, part in one.why) == pytest.approx(one.found.score)
