"""「解决了」, 「没解决，还是黑的」: what a farmer says when he was asked whether what he reported is solved."""

import re
from dataclasses import dataclass

from bot.first_words import parted
from knowledge import danger

_DONE = r"(?:解决|搞好|修好|办好|弄好|处理好|搞定)"
_SOLVED = re.compile(rf"(?:已经?|都|全部|基本|算是|早就?){{0,3}}{_DONE}(?:了|哒|啦|的){{1,3}}")
_NOT = r"(?:问题|事情)?(?:根本|还是|还|都|一直){0,3}(?:没有?|冇得?|未)"
_UNSOLVED = re.compile(rf"{_NOT}{_DONE}(?:了|哒|啦|的|好){{0,3}}")


@dataclass(frozen=True)
class Heard:
    """Solved or not, and what else was said."""

    is_solved: bool
    words: str


def of(text: str) -> Heard | None:
    """What a message says of it; None where it says something else, or something that comes before all else."""
    parts = parted(text)
    if parts is None:
        return None
    said, words = parts
    is_solved = bool(_SOLVED.fullmatch(said))
    if (not is_solved and not _UNSOLVED.fullmatch(said)) or danger.urgency(text):
        return None
    return Heard(is_solved, words)


def thanks(heard: Heard, ticket_no: str, reopens: bool) -> str:
    """What the farmer hears."""
    if heard.is_solved:
        return "好的，谢谢您告诉我。有事随时说。"
    if reopens:
        return f"记下了，编号{ticket_no}重新办理，有结果再告诉您。"
    return "记下了，工作人员会看到。要接着反映，请把现在的情况再说一遍，我给您重新提交。"
