"""Sources are found by walking their folder."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge import sources
from knowledge.sources import all_sources, by_name
from knowledge.sources.configured import Configured
from knowledge.sources.xinfadi import Xinfadi

ROOT = Path(sources.__file__).parents[2]


def test_every_source_with_a_name_of_its_own_is_found_by_it() -> None:
    texts = (file.read_text(encoding="utf-8") for file in Path(sources.__file__).parent.glob("*.py"))
    named = {name for text in texts for name in re.findall(r'^    name = "(\w+)"$', text, re.MULTILINE)}
    assert all_sources().keys() == named and len(named) >= 7
    assert all_sources()["xinfadi"] is Xinfadi


def test_a_kind_that_staff_set_up_is_none_of_them() -> None:
    assert Configured.__subclasses__()
    assert not any(issubclass(kind, Configured) for kind in all_sources().values())


def test_listing_the_sources_loads_no_library_that_only_some_pages_need() -> None:
    listing = "import sys; from knowledge.sources import all_sources; all_sources(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "bs4" in loaded
    assert not loaded & {"python_calamine", "feedparser", "readability"}


def test_two_sources_of_one_name_stop_the_start() -> None:
    class Another(Xinfadi):
        pass

    with pytest.raises(ValueError, match="xinfadi"):
        by_name([Xinfadi, Another])
