"""How searching grows with the index: the same questions at each size, with the same depth of search."""

import random
import time
from pathlib import Path

from sqlalchemy import func, select

from bot import lookup
from knowledge import catalogue, clock, db, search
from knowledge.imports.articles import KIND
from knowledge.models.passage import SearchTerm
from tests.bench import passages, questions
from tests.bench.figures import percentile, table
from tests.evaluation.searching import title_of

SIZES, SHORT_SIZES = (1_000, 10_000, 100_000), (1_000, 10_000)
QUESTIONS, SHORT_QUESTIONS = 400, 100
WARM, AMONG = 20, 10


def run(_folder: Path, short: bool) -> None:
    """Prints microseconds a search at each size and their ratio to the smallest."""
    everything = questions.searches()
    with db.current().reading() as session:
        usual = frequent(session)
    asked = everything[: SHORT_QUESTIONS if short else QUESTIONS]
    rows: list[tuple[str, ...]] = []
    first: tuple[float, float] | None = None
    for size in SHORT_SIZES if short else SIZES:
        begun = time.monotonic()
        held = passages.fill(db.current(), size)
        filled = time.monotonic() - begun
        measure(everything[-WARM:])
        seconds, found = measure(asked)
        heavy = [measure_one(question, []) for question in usual]
        middle, slow = percentile(seconds, 50), percentile(seconds, 99)
        first = first or (middle, slow)
        rows.append(
            (
                str(held), f"{middle * 1e6:.0f}", f"{slow * 1e6:.0f}", f"{middle / first[0]:.2f}",
                f"{slow / first[1]:.2f}", f"{percentile(heavy, 50) * 1e6:.0f}", f"{percentile(heavy, 99) * 1e6:.0f}",
                f"{100 * found:.0f} %", f"{filled:.1f} s",
            )
        )  # fmt: skip
    head = (
        "passages",
        "p50 µs",
        "p99 µs",
        "p50 ratio",
        "p99 ratio",
        "frequent p50",
        "frequent p99",
        f"article among {AMONG}",
        "filled in",
    )
    table(f"search: {len(asked)} questions, each asked once at each size", head, rows)


def measure(asked: list[tuple[str, str]]) -> tuple[list[float], float]:
    """The seconds of each search, and the share of questions whose article is among the first ten titles.

    What a question names is found before the watch runs: it costs the same at every size.
    """
    store, today, among, seconds = db.current(), clock.current().today(), 0, []
    with store.reading() as session:
        names = catalogue.current(session)
    for query, file in asked:
        wanted = lookup.subjects(query, names, today)
        with store.reading() as session:
            begun = time.perf_counter()
            hits = search.find(session, query, wanted, kinds=(KIND,), limit=AMONG)
            seconds.append(time.perf_counter() - begun)
        among += title_of(file) in [hit.passage.title for hit in hits]
    return seconds, among / len(asked)


def measure_one(question: str, wanted: list[list[str]]) -> float:
    """The seconds of one search."""
    with db.current().reading() as session:
        begun = time.perf_counter()
        search.find(session, question, wanted, kinds=(KIND,), limit=AMONG)
        return time.perf_counter() - begun


def frequent(session: db.Session, count: int = QUESTIONS // 4) -> list[str]:
    """Questions of nothing but the pairs of characters that stand in most passages: the worst that can be asked."""
    terms = select(SearchTerm.term).where(func.length(SearchTerm.term) == 2, SearchTerm.term.not_like("c%"))
    most = session.scalars(terms.order_by(SearchTerm.passages.desc(), SearchTerm.term).limit(60)).all()
    draw = random.Random(questions.SEED)
    return ["，".join(draw.sample(most, 8)) for _ in range(count)]
