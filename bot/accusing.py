"""「举报1」, 「这个是骗子」 after jobs or goods were listed: which of them is complained of."""

import re
from dataclasses import replace

from actions.accused import ACCUSED
from bot.dispatch import Request
from bot.nlu.understand import Understanding
from bot.talk import Talk
from knowledge.text import normalise

LONGEST = 40
_ACCUSES = re.compile(r"举报|骗子|骗人|骗钱|骗了|假信息|假招工|是假的|诈骗")
_ASKS = re.compile(r"怎么|咋|哪里|什么|[吗么？?]")
_NUMBER = re.compile(r"(?:举报|第)(?P<number>\d)")
_SHOWN = frozenset({"job", "post"})


def choices(said: Understanding, talk: Talk) -> tuple[tuple[str, Request], ...]:
    """The posts that may be meant, each as the request that complains of it; none where nothing is complained of."""
    bare = normalise(said.text).text
    if len(bare) > LONGEST or not _ACCUSES.search(bare) or _ASKS.search(bare):
        return ()
    shown = [(label, request) for label, request in talk.choices if _SHOWN & {kind for kind, _ in request.entities}]
    named = _NUMBER.search(bare)
    ordinal = said.values("ordinal")
    number = int(named["number"]) if named else int(ordinal[0]) if ordinal else 0
    picked = shown[number - 1 : number] if 0 < number <= len(shown) else shown
    return tuple(
        (label, replace(request, text=said.text, entities=(*request.entities, (ACCUSED, "1"))))
        for label, request in picked
    )
