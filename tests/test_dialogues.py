"""The talks in tests/dialogues: what a farmer says, and what the reply must hold.

A line 「农户：…」 is said, a line 「回答：…」 is the pattern of the reply (`*` stands for anything, line breaks count as
spaces), 「回答没有：…」 what it must not hold, 「过了 N 分钟」 and 「重启」 are what they say. A blank line begins a new talk.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from actions import fit
from bot.conversation import Conversation, Parts
from bot.message import Message
from tests.conftest import NOW, StandingClock

FOLDER = Path(__file__).parent / "dialogues"


def talks() -> Iterator[tuple[str, list[str]]]:
    for path in sorted(FOLDER.glob("*.txt")):
        blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
        for number, block in enumerate(blocks, 1):
            yield f"{path.stem}-{number}", [line.strip() for line in block.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("name", "lines"), list(talks()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_talk_goes_as_written(
    name: str, lines: list[str], sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, reply = sqlite_parts, ""
    talk = Conversation(parts)
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
            monkeypatch.setattr("knowledge.clock.current", lambda watch=watch: watch)
            parts = replace(parts, clock=watch)
            talk = Conversation(parts)
        else:
            raise ValueError(f"{name}: {line}")
