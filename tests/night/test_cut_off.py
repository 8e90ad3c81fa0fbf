"""One night at a time; one that is cut off goes on where it was."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.db import Store
from knowledge.models.source import DONE, FAILED, RUNNING, SourceRun
from knowledge.night import runs
from knowledge.night.gather import Gathering
from knowledge.night.lock import AnotherNight, only_night
from knowledge.night.prices import Night
from tests.conftest import TODAY
from tests.knowledge.fetch.stand_in import StandIn
from tests.night.conftest import Nights, Open, source
from tests.night.goods import Goods
from tests.night.json_sites import pfsc, xinfadi

ROOT = Path(__file__).parent.parent.parent
_HOLDER = """
import sys, time
from pathlib import Path
from knowledge.db import open_store
from knowledge.night.lock import only_night
with only_night(open_store(sys.argv[1]), Path(sys.argv[2])):
    print("mine", flush=True)
    time.sleep(100)
"""


class PowerCut(BaseException):
    """Ends a night where it stands, as nothing that it catches would."""


def pages_asked(site: StandIn) -> list[bytes]:
    return [visit.body.partition(b"current=")[2].partition(b"&")[0] for visit in site.visits]


@contextmanager
def cut_off(module: object, name: str, call: int = 1) -> Iterator[None]:
    """The night within the block ends as this is called for the so-manieth time."""
    whole, left = getattr(module, name), [call]

    def until_then(*arguments: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            raise PowerCut
        return whole(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, until_then)
        with pytest.raises(PowerCut):
            yield


def test_a_night_that_is_cut_off_does_not_fetch_its_finished_pages_again(nights_on_each: Nights, opened: Open) -> None:
    nights, site = nights_on_each, opened(xinfadi(Goods()))
    mine = source("xinfadi", site)
    with cut_off(Gathering, "_keep", 3):
        nights.run(mine)
    assert pages_asked(site) == [b"1", b"2", b"3"] and nights.last("xinfadi").state == RUNNING
    assert nights.tells(mine) == DONE
    assert pages_asked(site) == [b"1", b"2", b"3", b"3", b"4"]
    assert nights.count(SourceRun) == 1 and len(nights.quotes("新发地")) == 372


def test_nothing_of_a_source_is_public_before_all_of_it_is(nights_on_each: Nights, opened: Open) -> None:
    nights, mine = nights_on_each, source("xinfadi", opened(xinfadi(Goods())))
    with cut_off(runs, "done"):
        nights.run(mine)
    assert not nights.quotes("新发地") and nights.last("xinfadi").state == RUNNING


def test_a_source_that_had_ended_before_the_cut_is_not_asked_again(nights: Nights, opened: Open) -> None:
    site = opened(xinfadi(Goods()) | pfsc(Goods(worth=2.0)))
    first, second = source("pfsc", site), source("xinfadi", site)
    with cut_off(Night, "take_in", 2):
        nights.run(first, second)
    visits = len(site.visits)
    assert [result.state for result in nights.run(first, second)] == [DONE, DONE]
    assert len(site.visits) == visits and nights.last("pfsc").new == 36
    # Asked for once more, the same night reads everything anew.
    nights.run(first, second)
    assert len(site.visits) == 2 * visits


def test_the_next_night_begins_anew_after_one_that_was_never_ended(nights: Nights, opened: Open) -> None:
    goods = Goods()
    site = opened(xinfadi(goods))
    with cut_off(Night, "take_in"):
        nights.run(source("xinfadi", site))
    nights.passed, goods.today = 1, TODAY + timedelta(1)
    assert nights.tells(source("xinfadi", site)) == DONE
    assert pages_asked(site) == [b"1", b"2", b"3", b"4"] * 2


def test_the_next_night_closes_what_a_killed_one_left_open(nights_on_each: Nights, opened: Open) -> None:
    nights, site = nights_on_each, opened(xinfadi(Goods()) | pfsc(Goods(worth=2.0)))
    killed, other = source("xinfadi", site), source("pfsc", site)
    with cut_off(Night, "take_in"):
        nights.run(killed)
    nights.run(other)
    # Tonight's may still go on.
    assert nights.last("xinfadi").state == RUNNING
    nights.passed = 1
    nights.run(other)
    run = nights.last("xinfadi")
    assert (run.state, run.reason, run.finished_at) == (FAILED, runs.BROKEN_OFF, None)
    assert nights.last("pfsc").state != RUNNING


def test_a_second_night_at_once_is_told_so(store: Store, tmp_path: Path) -> None:
    with only_night(store, tmp_path), pytest.raises(AnotherNight, match="正在进行"), only_night(store, tmp_path):
        pass
    with only_night(store, tmp_path):
        pass


def test_the_lock_dies_with_its_owner(store: Store, tmp_path: Path) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", _HOLDER, url, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        try:
            assert owner.stdout and owner.stdout.readline() == "mine\n"
            with pytest.raises(AnotherNight), only_night(store, tmp_path):
                pass
        finally:
            owner.kill()
    with only_night(store, tmp_path):
        pass
