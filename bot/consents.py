"""WeChat's events about subscription messages: what the person agreed to, and what became of a message."""

import re
from collections.abc import Mapping, Sequence

from bot.message import Message
from knowledge.deeds import Deed

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ANSWERS = ("accept", "reject")
MOST = 20


def written(lists: Sequence[Mapping[str, str]]) -> str:
    """The entries of an event as a text that a message holds: accept TEMPLATE, reject TEMPLATE, sent NUMBER ERRCODE."""
    lines = [_line({name: value.strip() for name, value in entry.items()}) for entry in lists[:MOST]]
    return "\n".join(line for line in lines if line)


def deeds_of(message: Message) -> tuple[Deed, ...]:
    """What such an event causes; nothing for every other message."""
    if message.kind != "event":
        return ()
    return tuple(_deed(*line.split(" ")) for line in message.text.splitlines())


def _line(entry: Mapping[str, str]) -> str:
    template, status = entry.get("TemplateId", ""), entry.get("SubscribeStatusString", "")
    if status in _ANSWERS and _TOKEN.fullmatch(template):
        return f"{status} {template}"
    number, code = entry.get("MsgID", ""), entry.get("ErrorCode", "")
    return f"sent {number} {code}" if re.fullmatch(r"[0-9]{1,20} [0-9]{1,9}", f"{number} {code}") else ""


def _deed(said: str, what: str, errcode: str = "") -> Deed:
    fields = {"message": what, "errcode": errcode} if said == "sent" else {"template": what}
    return Deed.of("consent", {"said": said, **fields})
