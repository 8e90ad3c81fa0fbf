"""Every talk in tests/dialogues goes as written."""

from pathlib import Path

import pytest

from bot.conversation import Parts
from tests import talks

FOLDER = Path(__file__).parent / "dialogues"


@pytest.mark.parametrize(
    ("name", "lines"), list(talks.read(FOLDER)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_talk_goes_as_written(
    name: str, lines: list[str], sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks.play(name, lines, sqlite_parts, lambda watch: monkeypatch.setattr("knowledge.clock.current", lambda: watch))
