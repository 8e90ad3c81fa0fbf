"""「有用」, 「没用，还是黄」: what a farmer says of the answer that he has just been given."""

import re
from dataclasses import dataclass

from actions import wording
from bot.first_words import parted
from knowledge import danger
from knowledge.questions.useful import ARTICLE, Judged
from knowledge.text import normalise

_USEFUL = re.compile(r"(?:很|蛮|好|真|挺|太|确实|还是)?(?:有用|管用|有效|有效果|顶用)(?:得很|了|哒|的|啊|咧|呢)?")
_USELESS = re.compile(
    r"(?:还是|完全|根本|一点都?|搞了|试了)?(?:[没冇]得?用|[没冇]得?有用|不管用|不顶用|[没冇]得?效果?|无用|无效|不起作用)(?:了|的|哒|啊|咧|呢|处)?"
)
_THANKS = re.compile(r"(?:[多太谢感辛苦难为了您你哒啊好的]|老师|田讯|要得)*")


@dataclass(frozen=True)
class Heard:
    """Useful or not, and what else was said."""

    is_useful: bool
    words: str


def of(text: str) -> Heard | None:
    """The verdict in a message; None where it says something else, or something that comes before all else."""
    parts = parted(text)
    if parts is None:
        return None
    said, words = parts
    is_useful, is_thanks = bool(_USEFUL.fullmatch(said)), bool(_THANKS.fullmatch(normalise(words).text))
    # What else is said after 有用 may be the next question; danger comes before all else.
    if (not (is_useful and is_thanks) and not _USELESS.fullmatch(said)) or danger.urgency(text):
        return None
    return Heard(is_useful, "" if is_thanks else words)


def thanks(judged: Judged) -> str:
    """What the farmer hears."""
    if judged.is_useful:
        return "谢谢您告诉我，帮上忙就好。有事随时问我。"
    if judged.opens:
        return f"谢谢您直说，已转农技员再看。{wording.KEPT}"
    if judged.told.kind == ARTICLE:
        return "谢谢您直说，记下了。哪里不对，请发「没用，」加上您的情况，我转给农技员。"
    return "谢谢您直说，记下了。还没解决的，请发「没用，」加上您的情况，我再转农技员。"
