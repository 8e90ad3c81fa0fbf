"""What the account's menu says for a farmer."""

import pytest

from actions.menu import MENU
from tests.conftest import Farmer

WORDS = [words for _, entries in MENU for _, words in entries]
NOTHING_FOUND = ("还没有", "现在没", "没找到", "帮不上", "答不好", "看不出")


@pytest.mark.parametrize("words", WORDS)
def test_every_entry_has_an_answer_on_a_fresh_store(farmer: Farmer, words: str) -> None:
    reply = farmer.says(words)
    assert not [phrase for phrase in NOTHING_FOUND if phrase in reply], reply
