"""How a text reaches a person by itself: one file per way, found by walking; the best that is allowed is tried first.

A way that fits nobody leaves the text for the person's next message.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules

from bot.channels.wechat_errors import WeChatRefused
from bot.state import State
from knowledge.db import Session
from knowledge.pushes.allowed import Condition
from knowledge.pushes.line import Parcel
from knowledge.settings import Settings

# Called when nothing but the sending itself is left to do; raises NotWanted.
Check = Callable[[], None]


class NotWanted(Exception):
    """The person has said meanwhile that he wants no more."""


def nothing(*_: object) -> None:
    """Nothing follows."""


@dataclass(frozen=True)
class Way:
    """One way of sending: its name in the ledger, its place among the ways, and to whose people it leads.

    `allowed` says to whom it may send at a moment. `send` takes the text, who gets it and the last check, and returns
    the channel's own number of what was sent, empty where it has none; raises WeChatRefused, and what the check raises.
    `claimed`, `released` and `refused` write what a try, one taken back, and a refusal for good mean for the person.
    """

    name: str
    rank: int
    channel: str
    allowed: Callable[[datetime], Condition]
    send: Callable[[Parcel, str, Check], str]
    claimed: Callable[[Session, Parcel, datetime], None] = nothing
    released: Callable[[Session, Parcel, datetime], None] = nothing
    refused: Callable[[Session, Parcel, WeChatRefused, datetime], None] = nothing


def open_ways(settings: Settings, state: State) -> list[Way]:
    """The ways that this installation can go, the best first: a way is a module here with `open_way`."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    ways = [way for module in modules if (way := module.open_way(settings, state))]
    return sorted(ways, key=lambda way: way.rank)
