"""Where one request of a message ends and the next begins: 白菜多少钱，顺便看下明天下不下雨."""

import re
from dataclasses import dataclass

MOST = 3
_JOINER = (
    r"(?:顺便|顺带|另外|还有(?!没|多少|多久|几|货|[吗么]|人|谁|[一两])|再(?=[问查看帮给讲]))"
    r"(?:[帮给]我)?(?:再)?(?:问|查)?(?:一下|下)?"
)
# Possessive, and a run of marks is taken whole: a message of nothing but commas and blanks is gone through once.
_BREAK = re.compile(rf"[，,。；;！!？?\s]*+(?P<joiner>{_JOINER})|[，,。；;！!？?\s]{{2,}}+|[，,。；;！!？?\n]")
# 不是白菜，是包菜 is one statement.
_CORRECTS = re.compile(r"不是[^，,。]{1,10}[，,]\s*(?:我(?:说|问)的)?是")
_ASKING = re.compile(r"多少|好多|几|什么|么子|啥|怎|咋|哪|谁|何解|吗|[不冇没][^，,。]{0,3}$|查|看|问|讲")


@dataclass(frozen=True)
class Parts:
    """The parts of a message; `is_joined` tells whether words such as 顺便 say that there are several requests."""

    texts: tuple[str, ...]
    is_joined: bool

    @property
    def may_be_requests(self) -> bool:
        """Whether each part may be a request of its own."""
        if not 2 <= len(self.texts) <= MOST:
            return False
        return self.is_joined or all(_ASKING.search(text) for text in self.texts)


def parts(text: str) -> Parts:
    """The message taken apart; one part where it is one statement."""
    if _CORRECTS.search(text):
        return Parts((text,), False)
    texts, position, is_joined = [], 0, False
    for match in _BREAK.finditer(text):
        texts.append(text[position : match.start()].strip())
        position = match.end()
        is_joined = is_joined or (match["joiner"] is not None and bool(texts[0]))
    found = tuple(part for part in (*texts, text[position:].strip()) if part)
    return Parts(found or (text,), is_joined)
