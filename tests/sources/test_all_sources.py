"""Sources are found by walking their folder."""

from pathlib import Path

import pytest

from knowledge import sources
from knowledge.sources import all_sources, by_name
from knowledge.sources.xinfadi import Xinfadi


def test_every_file_with_a_source_is_found_by_its_name() -> None:
    files = Path(sources.__file__).parent.glob("*.py")
    with_sources = [file.stem for file in files if "(Source):\n" in file.read_text(encoding="utf-8")]
    assert len(all_sources()) >= len(with_sources) >= 4
    assert all_sources()["xinfadi"] is Xinfadi


def test_two_sources_of_one_name_stop_the_start() -> None:
    class Another(Xinfadi):
        pass

    with pytest.raises(ValueError, match="xinfadi"):
        by_name([Xinfadi, Another])
