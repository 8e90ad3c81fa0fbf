"""The full answer as a ratio to a bare Flask hello on the same server: pairs, one right after the other."""

import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from knowledge import catalogue, db
from knowledge.models.inbound import Inbound, ReplyBasis
from knowledge.models.price import Quote, Series
from tests.bench import pushes, questions, quotes
from tests.bench.figures import table
from tests.bench.installation import gunicorn

HERE = Path(__file__).parent
PROCESSES = (1, 2, 4)
PAIRS, SECONDS, SHORT_SECONDS = 3, 6, 2
WARM_SECONDS = 2
# More than can be answered in a round, so that no question of it comes twice.
PER_SECOND = 3000
AGAIN, NEVER = "questions that come again", "questions never asked before"


@dataclass(frozen=True)
class Rate:
    """Answers a second, and how many were no 200, broke off, or came later than WeChat waits."""

    per_second: float
    errors: int


@dataclass(frozen=True)
class Pair:
    """The bare hello and the product, one right after the other."""

    hello: Rate
    ours: Rate

    @property
    def ratio(self) -> float:
        """The product's share of the hello's rate."""
        return self.ours.per_second / self.hello.per_second


def run(folder: Path, short: bool) -> None:
    """Prints ratios and rates by number of web processes; only a line where wrk is missing."""
    if not shutil.which("wrk"):
        print("ratio needs the Debian package wrk: apt-get install wrk")
        return
    seconds = SHORT_SECONDS if short else SECONDS
    texts = _Texts(folder, seconds)
    rows = []
    for processes in PROCESSES:
        with (
            gunicorn("tests.bench.hello:create_app()", processes) as hello,
            gunicorn("webhook:create_app()", processes) as ours,
        ):
            for address in (f"{hello}/hello", f"{ours}/wechat"):
                rate(address, texts.again, WARM_SECONDS)
            for kind, files in ((AGAIN, texts.again_and_again()), (NEVER, texts.never())):
                pairs = [_pair(hello, ours, next(files), seconds) for _ in range(PAIRS)]
                rows.append((kind, processes, *_figures(pairs)))
    head = ("full answer to bare hello", "processes", "ratio", "min", "max", "hello/s", "answers/s", "errors")
    table(f"ratio: median of {PAIRS} pairs of {seconds} s, {stored()} quotes", head, rows)
    print(_rested())


def rate(address: str, texts: Path, seconds: int) -> Rate:
    """What sixteen connections are answered."""
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--timeout", f"{pushes.PATIENCE_SECONDS}s"]
    script = ("-s", str(HERE / "push.lua"), pushes.signed(address), "--", str(texts), str(next(_message_ids)))
    shown = subprocess.run([*command, *script], check=True, capture_output=True, text=True).stdout
    faults = re.findall(r"(?:connect|read|write|timeout|Non-2xx or 3xx responses:) (\d+)", shown)
    return Rate(float(re.findall(r"Requests/sec:\s+([\d.]+)", shown)[0]), sum(map(int, faults)))


_message_ids = count(0, 10_000_000)


def stored() -> int:
    """The quotes in the store."""
    with db.current().reading() as session:
        return session.scalar(select(func.count()).select_from(Quote)) or 0


def _pair(hello: str, ours: str, texts: Path, seconds: int) -> Pair:
    return Pair(rate(f"{hello}/hello", texts, seconds), rate(f"{ours}/wechat", texts, seconds))


def _figures(pairs: list[Pair]) -> tuple[str, ...]:
    ratios = [pair.ratio for pair in pairs]
    errors = sum(pair.hello.errors + pair.ours.errors for pair in pairs)
    rates = (
        statistics.median(one.per_second for one in side)
        for side in zip(*((p.hello, p.ours) for p in pairs), strict=True)
    )
    return (
        f"{statistics.median(ratios):.3f}", f"{min(ratios):.3f}", f"{max(ratios):.3f}",
        *(f"{rate:.0f}" for rate in rates), str(errors),
    )  # fmt: skip


def _rested() -> str:
    """How many answers were stored, and how many of them rest on the quotes that were filled in."""
    filled = select(Quote.id).join(Series, Quote.series_id == Series.id).where(Series.source == quotes.SOURCE)
    rests = select(func.count(ReplyBasis.inbound_id.distinct())).where(
        ReplyBasis.kind == "quote", ReplyBasis.row_id.in_(filled)
    )
    with db.current().reading() as session:
        answers = session.scalar(select(func.count()).select_from(Inbound)) or 0
        resting = session.scalar(rests) or 0
    return f"{answers} answers are stored, {100 * resting / max(1, answers):.0f} % of them rest on the filled quotes"


class _Texts:
    """Files of questions, a line each."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self._folder, self._most = folder, PER_SECOND * seconds
        self.again = self._written("again", questions.asked_daily(self._most))

    def again_and_again(self) -> Iterator[Path]:
        """The same file at each turn."""
        while True:
            yield self.again

    def never(self) -> Iterator[Path]:
        """Other questions at each turn; servers that start anew know none of them."""
        with db.current().reading() as session:
            names = catalogue.current(session)
        for number in range(PAIRS):
            texts = questions.of_kind("price", names, self._most, skip=number * self._most)
            yield self._written(f"never{number}", texts)

    def _written(self, name: str, texts: list[str]) -> Path:
        path = self._folder / f"{name}.txt"
        path.write_text("\n".join(texts), encoding="utf-8")
        return path
