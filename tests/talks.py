"""Talks as text: what a farmer says, and what the reply must hold.

A line 「农户：…」 is said, a line 「回答：…」 is the pattern of the reply (`*` stands for anything, line breaks count as
spaces), 「回答没有：…」 what it must not hold, 「过了 N 分钟」 and 「重启」 are what they say. A blank line begins a new talk.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path

from actions import fit
from bot.conversation import Conversation, Parts
from bot.message import Message
from knowledge.clock import Clock
from tests.conftest import NOW, StandingClock


def read(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and lines of every talk in a folder."""
    for path in sorted(folder.glob("*.txt")):
        blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
        for number, block in enumerate(blocks, 1):
            yield f"{path.stem}-{number}", [line.strip() for line in block.splitlines() if not line.startswith("#")]


def play(name: str, lines: list[str], parts: Parts, use_clock: Callable[[Clock], None]) -> None:
    """Goes through one talk; raises AssertionError at the first reply that is not as written."""
    talk, reply = Conversation(parts), ""
    for number, line in enumerate(lines):
        key, _, text = line.partition("：")
        if key == "农户":
            sent = talk.reply_to(Message("test", name, (name, str(number)), "text", text, parts.clock.now()))
            assert sent, line
            reply = sent.text
            assert fit.size(reply) <= fit.MOST_BYTES
        elif key == "回答":
            assert fnmatchcase(reply.replace("\n", " "), text.replace("[", "[[]")), f"{line}\n---\n{reply}"
        elif key == "回答没有":
            assert text not in reply, f"{line}\n---\n{reply}"
        elif line == "重启":
            talk = Conversation(parts)
        elif passed := re.fullmatch(r"过了(\d+)分钟", line):
            watch = StandingClock(moment=NOW + timedelta(minutes=int(passed[1])))
            use_clock(watch)
            parts = replace(parts, clock=watch)
            talk = Conversation(parts)
        else:
            raise ValueError(f"{name}: {line}")
