"""Which part of a text answers which kind of question."""

from datetime import date

import pytest

from actions import passages
from actions.base import Question
from bot.conversation import Parts
from knowledge import catalogue, search
from knowledge.models.passage import Part
from knowledge.text import tokens
from tests.conftest import HOME, NOW

ON_A_BORER = {
    "": "虫在秆里吃。",
    "怎么认": "秆上有洞，心叶枯白。",
    "为什么会发": "没翻田，虫多。",
    "虫多了怎么治": "看准了打药。",
    "平时怎么防": "冬天翻田灌水。",
    "什么时候要请人看": "打了药还是枯白的，请人看。",
}
ON_A_CELLAR = {"": "藏好不烂。", "怎么藏": "窖里保持十二度。", "下窖要当心": "窖里缺氧，下窖先开窖口通风。"}
NO_KEEPING_OFF = {"": "发病快，很急。防不住。", "怎么认": "肚子胀。", "现在怎么办": "停料，请兽医。"}


def shown(parts: Parts, text: dict[str, str], asked: str) -> str:
    with parts.store.reading() as session:
        names = catalogue.current(session)
        question = Question(asked, "", (), HOME, has_place=False, now=NOW, today=date(2026, 11, 24), names=names)
        found = [
            Part(0, "article", 0, place, "某", heading, body, "", " ".join(tokens(body)))
            for place, (heading, body) in enumerate(text.items())
        ]
        return passages.answering(search.scored(session, asked, found), question).heading


@pytest.mark.parametrize(
    ("text", "asked", "heading"),
    [
        (ON_A_BORER, "心叶枯白，秆上有洞", "怎么认"),
        (ON_A_BORER, "怎么防", "平时怎么防"),
        (ON_A_BORER, "打了药还是枯白", "什么时候要请人看"),
        (ON_A_BORER, "要翻田不", "平时怎么防"),
        (ON_A_CELLAR, "窖里要好多度", "怎么藏"),
        (NO_KEEPING_OFF, "怎么防", "现在怎么办"),
    ],
)
def test_the_part_is_shown_that_answers_the_kind_of_question(
    sqlite_parts: Parts, text: dict[str, str], asked: str, heading: str
) -> None:
    assert shown(sqlite_parts, text, asked) == heading
