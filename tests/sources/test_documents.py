"""What the manual shows staff to write works as it stands there."""

import re
from pathlib import Path

from knowledge.sources.forms import source_of
from knowledge.sources.setup import FORMS, from_json

MANUAL = Path(__file__).parents[2] / "docs" / "sources.zh-CN.md"


def test_every_setup_in_the_manual_is_right_and_each_form_is_shown() -> None:
    setups = [from_json(text) for text in re.findall(r"```json\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)]
    assert {setup.form for setup in setups} == set(FORMS)
    assert all(source_of(setup).kind == setup.kind for setup in setups)
