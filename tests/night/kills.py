"""`flask night` killed at random points and started again until it ends: what it brings in is what an uninterrupted one does."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from knowledge.night.lock import AnotherNight
from tests.conftest import TODAY, free_port
from tests.night import content, json_sites, text_sites, web_sites
from tests.night.goods import VEGETABLES, Goods
from tests.night.processes import Sites, start, use
from tests.night.twenty import set_up
from tests.postgres_server import Cluster

GAP_SECONDS = 0.05
NAMES = ["xinfadi", "cnhnb", "food21", "pfsc", "station", "county", "texts"]


@dataclass
class Killing:
    """A prepared folder, its sites, and what happened so far."""

    folder: Path
    sites: Sites
    random: random.Random
    # Where the stores are; None for a SQLite file of each folder.
    cluster: Cluster | None = None
    kills: int = 0
    nights: int = 0
    half: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        """An installation with one earlier night; tonight corrects some of it, slips elsewhere, and names the unknown."""
        goods = [Goods(dict(VEGETABLES)), Goods(dict(VEGETABLES)), Goods(dict(VEGETABLES), worth=2.0)]
        self.sites.add("xinfadi", json_sites.xinfadi(goods[0]), own=True)
        self.sites.add("cnhnb", web_sites.cnhnb(goods[1]), own=True)
        self.sites.add("food21", web_sites.food21(goods[2]), own=True)
        self.sites.add("pfsc", json_sites.pfsc(goods[2]), own=True)
        station = text_sites.sheet_setup(self.sites.add("station", text_sites.sheet(goods[1])), "station")
        county = text_sites.notices_setup(self.sites.add("county", text_sites.notices()), "county")
        texts = text_sites.feed_setup(self.sites.add("texts", text_sites.feed()), "texts")
        for setup in (station, county, texts):
            set_up(self.data("before"), setup)
        for one in goods:
            one.left_out = {TODAY, TODAY - timedelta(1)}
        self.spec = self.sites.spec(self.folder, NAMES, GAP_SECONDS)
        self.whole("before")
        for one in goods:
            one.left_out.clear()
            one.prices["鬼见愁菜"] = 2.0
            one.slip(10, "土豆")
            one.slip(1.08, "黄瓜", "茄子", day=TODAY - timedelta(9))

    def data(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            path.mkdir()
            self._keep(path, "template0")
        return path

    def _keep(self, data: Path, template: str) -> None:
        if self.cluster:
            self.cluster.say(f"DROP DATABASE IF EXISTS {data.name} WITH (FORCE)")
            self.cluster.say(f"CREATE DATABASE {data.name} TEMPLATE {template}")
            use(data, f"{self.cluster.url}/{data.name}")

    def whole(self, name: str) -> float:
        """An uninterrupted night; its seconds."""
        began = time.monotonic()
        process = start(self.data(name), self.spec)
        _, told = process.communicate()
        assert process.returncode == 0, told
        return time.monotonic() - began

    def fresh(self, name: str) -> Path:
        """A copy of the installation as it was before tonight."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.copytree(self.folder / "before", self.folder / name)
        self._keep(self.folder / name, "before")
        return self.folder / name

    def night(self, longest: float, allowed: set[tuple[int, ...]], most: int) -> Path:
        """One night, killed until it ends or there were enough kills; then it may end."""
        data = self.fresh("killed")
        while True:
            process = start(data, self.spec)
            # Half of the kills spread over all of the night, half over its end, where sources are published.
            early, late = self.random.uniform(0.2, 1.0) * longest, self.random.uniform(0.6, 1.0) * longest
            may_live = self.kills >= most
            try:
                _, told = process.communicate(timeout=None if may_live else self.random.choice((early, late)))
                # PostgreSQL takes a moment to see that who held the night's lock is gone.
                if str(AnotherNight()) not in told:
                    self.wrong += [told] if process.returncode else []
                    return data
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                self.kills += 1
            self.half += _half(content.by_source(data), allowed)


def _half(found: Counter[str], allowed: set[tuple[int, ...]]) -> list[str]:
    return [f"{source} {count}" for source, count in found.items() if (hash(source), count) not in allowed]


def report(most: int, seed: int, seconds: float, *, on_postgresql: bool = False) -> bool:
    """Kills nights until there were `most` kills or the time is over; prints what came of it."""
    cluster = Cluster(free_port(), syncs=False) if on_postgresql else None
    try:
        return _report(most, seed, seconds, cluster)
    finally:
        if cluster:
            cluster.end()


def _report(most: int, seed: int, seconds: float, cluster: Cluster | None) -> bool:
    with ExitStack() as until_then, tempfile.TemporaryDirectory(prefix="tianxun-kills-") as folder:
        killing = Killing(Path(folder), Sites(until_then), random.Random(seed), cluster)
        killing.prepare()
        killing.fresh("whole")
        longest = killing.whole("whole")
        expected, sums = content.of(killing.data("whole")), content.checksums(killing.data("whole"))
        unlike = 0
        allowed = _allowed(killing)
        until = time.monotonic() + seconds
        while killing.kills < most and time.monotonic() < until:
            data = killing.night(longest, allowed, most)
            killing.nights += 1
            killing.wrong += content.differences(expected, content.of(data))
            unlike += bool(content.checksums(data) ^ sums)
        rows = {name: sum(count.values()) for name, count in expected.items()}
        print(f"an uninterrupted night: {longest:.1f} s, {rows}")
        print(f"{killing.kills} kills in {killing.nights} nights (seed {seed}): "
              f"{len(killing.wrong)} differences, {unlike} other checksums, {len(killing.half)} half-imported sources seen")  # fmt: skip
        for fault in [*killing.wrong, *killing.half][:10]:
            print("  ", fault)
        return not killing.wrong and not unlike and not killing.half and killing.kills >= min(most, 1)


def _allowed(killing: Killing) -> set[tuple[int, ...]]:
    """How many rows a source may be seen with: those before tonight, or those after."""
    return {
        (hash(source), count)
        for name in ("before", "whole")
        for source, count in content.by_source(killing.data(name)).items()
    }
