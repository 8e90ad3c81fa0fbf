"""Memory of web and worker while messages come by a schedule, and how long people wait at twice that."""

import statistics
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from knowledge import catalogue, db
from tests.bench import open_loop, processes, pushes, questions
from tests.bench.figures import percentile, table
from tests.bench.installation import served
from tests.bench.open_loop import Sent


@dataclass(frozen=True)
class Length:
    """How long is sent and how often memory is looked at, in seconds."""

    steady: float
    busy: float
    every: float


FULL, SHORT = Length(600, 60, 10), Length(30, 30, 3)
STEADY, BUSY = 50, 100
MEASURED = ("web", "worker", "all")


@dataclass(frozen=True)
class Sample:
    """Megabytes resident at one moment; "all" has master and supervisor too."""

    second: float
    mb: dict[str, float]


def run(_folder: Path, short: bool) -> None:
    """Prints memory at the start, the middle and the end with its slope, errors, and latencies at both rates."""
    length = SHORT if short else FULL
    with db.current().reading() as session:
        names = catalogue.current(session)
    texts = questions.mixed(names, round(STEADY * length.steady + BUSY * length.busy))
    with served() as (address, supervisor):
        send = pushes.sender(address, texts)
        with sampled(supervisor, length.every) as samples:
            steady = open_loop.run(send, STEADY, length.steady)
        busy = open_loop.run(send, BUSY, length.busy)
    show_memory(samples)
    head = ("messages a second", "sent", "errors", "p50", "p99", "max", "sender late p99")
    table("waiting, from when a message was due (ms)", head, [waiting(STEADY, steady), waiting(BUSY, busy)])
    for fault, times in Counter(one.fault for one in (*steady, *busy) if one.fault).most_common(5):
        print(f"{times} times: {fault}")


@contextmanager
def sampled(supervisor: int, every: float) -> Iterator[list[Sample]]:
    """Looks at memory each `every` seconds during the block, once at its start and once at its end."""
    samples: list[Sample] = []
    begun, over = monotonic(), threading.Event()

    def look() -> None:
        while not over.wait(max(0.0, begun + len(samples) * every - monotonic())):
            samples.append(Sample(monotonic() - begun, resident(supervisor)))

    thread = threading.Thread(target=look, name="memory")
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()
        samples.append(Sample(monotonic() - begun, resident(supervisor)))


def resident(supervisor: int) -> dict[str, float]:
    """Megabytes of the web processes together, of the worker, and of everything."""
    found = dict.fromkeys(MEASURED, 0.0)
    for pid in (supervisor, *processes.below(supervisor)):
        command, mb = processes.command(pid), processes.resident_mb(pid)
        found["all"] += mb
        for kind, mark in (("web", "gunicorn"), ("worker", "flask worker")):
            # The supervisor's own command line holds both.
            found[kind] += mb if mark in command and pid != supervisor else 0.0
    return found


def show_memory(samples: list[Sample]) -> None:
    """Prints every kind's megabytes over time, and the slope of the second half."""
    first, middle, last = samples[0], samples[len(samples) // 2], samples[-1]
    rows = [
        (
            kind, *(f"{sample.mb[kind]:.1f}" for sample in (first, middle, last)),
            f"{max(sample.mb[kind] for sample in samples):.1f}", f"{slope(samples[len(samples) // 2 :], kind):+.1f}",
        )
        for kind in MEASURED
    ]  # fmt: skip
    moments = (f"at {sample.second:.0f} s" for sample in (first, middle, last))
    head = ("process", *moments, "most", "MB per 10 min")
    table(
        f"memory at {STEADY} messages a second (MB resident, {len(samples)} samples; slope of the second half)",
        head,
        rows,
    )


def slope(samples: list[Sample], kind: str) -> float:
    """Megabytes in ten minutes by the straight line of least squares; 0 for fewer than two samples."""
    if len(samples) < 2:
        return 0.0
    seconds, mb = [sample.second for sample in samples], [sample.mb[kind] for sample in samples]
    return statistics.linear_regression(seconds, mb).slope * 600


def waiting(rate: int, sent: list[Sent]) -> tuple[object, ...]:
    """A row: rate, messages, errors, and milliseconds."""
    waits, lateness = [one.seconds * 1000 for one in sent], [one.late * 1000 for one in sent]
    return (
        rate, len(sent), sum(bool(one.fault) for one in sent), f"{percentile(waits, 50):.1f}",
        f"{percentile(waits, 99):.1f}", f"{max(waits):.1f}", f"{percentile(lateness, 99):.1f}",
    )  # fmt: skip
