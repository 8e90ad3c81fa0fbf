"""Twenty sites in one night, five of them hostile: the others come in whole, and the night goes on."""

import json
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.knowledge.fetch.stand_in import Route, drip, endless, gzip_bomb, missing, redirect, silence
from tests.night import json_sites, text_sites, web_sites
from tests.night.goods import Goods
from tests.night.processes import Counted, Sites, flask, start

_KG, _MEAT = 2.0, {"猪肉": 20.0, "牛肉": 70.0, "鸡蛋": 9.5, "草鱼": 15.0}
_DRIP = drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n", b"<html>", 1.0)
HOSTILE: dict[str, tuple[Route, Route]] = {
    "drips": (_DRIP, missing),
    "silent": (silence, silence),
    "redirects": (redirect(text_sites.NOTICES), missing),
    "bomb": (gzip_bomb(300), missing),
    "endless": (endless, missing),
}


@dataclass(frozen=True)
class Measured:
    """One night: its seconds, most memory in megabytes, how each source ended, and each site's own count."""

    seconds: float
    megabytes: float
    ended: dict[str, str]
    sites: list[Counted]


def measured(*, hostile: bool) -> Measured:
    """A night of fifteen good sites, and of five hostile ones where told, at the pace of the product."""
    with ExitStack() as until_then, tempfile.TemporaryDirectory(prefix="tianxun-night-") as folder:
        data, sites = Path(folder), Sites(until_then)
        names = _good(data, sites)
        if hostile:
            # First, so that they hold up whoever waits behind them.
            names = [*_hostile(data, sites), *names]
        spec, began = sites.spec(data, names, 1.0), time.monotonic()
        process = start(data, spec)
        assert process.stdout and process.stderr
        for line in process.stderr:
            if site := sites.open.get(line.partition("：")[0]):
                site.last = time.monotonic()
        ended = dict(line.rstrip().split("\t", 1) for line in process.stdout)
        process.wait()
        return Measured(time.monotonic() - began, int(line) / 1024, ended, list(sites.open.values()))


def _good(data: Path, sites: Sites) -> list[str]:
    sites.add("xinfadi", json_sites.xinfadi(Goods()), own=True)
    sites.add("pfsc", json_sites.pfsc(Goods(worth=_KG)), own=True)
    sites.add("pfsc_daily", json_sites.pfsc_daily(Goods(_MEAT)), own=True)
    sites.add("cnhnb", web_sites.cnhnb(Goods()), own=True)
    sites.add("mofcom", web_sites.mofcom(Goods(worth=_KG)), own=True)
    sites.add("food21", web_sites.food21(Goods(worth=_KG)), own=True)
    sites.add("yz88", web_sites.yz88(web_sites.pigs()), own=True)
    for number in range(3):
        name = f"county{number}"
        set_up(data, text_sites.notices_setup(sites.add(name, text_sites.notices()), name))
        name = f"station{number}"
        set_up(data, text_sites.sheet_setup(sites.add(name, text_sites.sheet(Goods())), name))
    for number in range(2):
        name = f"texts{number}"
        set_up(data, text_sites.feed_setup(sites.add(name, text_sites.feed()), name))
    return list(sites.open)


def _hostile(data: Path, sites: Sites) -> list[str]:
    for name, (route, robots) in HOSTILE.items():
        set_up(data, text_sites.notices_setup(sites.add(name, {text_sites.NOTICES: route}, robots), name))
    return list(HOSTILE)


def set_up(data: Path, setup: dict[str, object]) -> None:
    """Adds a source as staff would."""
    path = data / "setup.json"
    path.write_text(json.dumps(setup), encoding="utf-8")
    flask(data, "sources", "add", str(path))


def report() -> bool:
    """Measures both nights and prints them; whether they keep within all bounds."""
    clean, whole = measured(hostile=False), measured(hostile=True)
    print("site          bytes sent  seconds  ended")
    for site in whole.sites:
        print(f"{site.name:12} {site.sent:11,} {site.seconds:8.1f}  {whole.ended[site.name]}")
    good = {name: state for name, state in whole.ended.items() if name not in HOSTILE}
    bound = max(1.3 * clean.seconds, clean.seconds + 30)
    print(f"complete: {sum(state == 'done' for state in good.values())} of {len(good)} good sites")
    print(
        f"15 sites {clean.seconds:.1f} s, 20 sites {whole.seconds:.1f} s: {whole.seconds / clean.seconds:.2f} x, bound {bound:.1f} s"
    )
    print(f"memory at most {whole.megabytes:.0f} MB, without the hostile ones {clean.megabytes:.0f} MB")
    bad = [site for site in whole.sites if site.name in HOSTILE]
    return all(
        (
            set(good.values()) == {"done"},
            not any(whole.ended[name].startswith("done") for name in HOSTILE),
            whole.seconds <= bound,
            whole.megabytes < 300,
            all(site.seconds <= 30 for site in bad),
        )
    )
