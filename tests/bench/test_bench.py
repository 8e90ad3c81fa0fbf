"""The bench measures what it says: the right rows, the right number of messages, every stage."""

import os
import threading
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.conversation import Conversation, Parts
from knowledge import catalogue, search
from knowledge.alerts import crossing
from knowledge.catalogue import Catalogue
from knowledge.db import Store
from knowledge.models.inbound import Inbound, ReplyBasis
from knowledge.models.passage import Passage, SearchTerm
from knowledge.models.price import Quote, Series
from knowledge.search.index import terms_of
from tests.bench import __main__ as bench
from tests.bench import alerts, figures, memory, open_loop, pages, passages, processes, questions, quotes
from tests.bench import search as searching
from tests.bench.memory import Sample
from tests.bench.stages import KINDS, Stages
from tests.conftest import TODAY, Farmer, StandingClock


def names_of(store: Store) -> Catalogue:
    with store.reading() as session:
        return catalogue.current(session)


@pytest.mark.parametrize("wanted", [12_345, 100])
def test_the_fill_stores_just_the_quotes_that_are_wanted_and_ends_the_samples(store: Store, wanted: int) -> None:
    assert quotes.fill(store, wanted, TODAY) == wanted
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Quote)) == wanted
        assert session.scalar(select(func.max(Quote.date))) == TODAY
        assert not session.scalars(select(Series.id).where(Series.is_demo)).all()


def test_a_farmer_s_question_is_answered_from_the_filled_quotes(sqlite_store: Store, farmer: Farmer) -> None:
    quotes.fill(sqlite_store, 12_345, TODAY)
    assert quotes.SOURCE in farmer.says("白菜多少钱")
    with sqlite_store.reading() as session:
        kinds = session.scalars(select(ReplyBasis.kind)).all()
    assert kinds == ["quote"]


@pytest.mark.parametrize("kind", ["price", "technique", "jobs", "notice"])
def test_no_two_questions_of_a_kind_are_alike(sqlite_store: Store, kind: str) -> None:
    names = names_of(sqlite_store)
    first, later = questions.of_kind(kind, names, 3000), questions.of_kind(kind, names, 3000, skip=3000)
    assert len({*first, *later}) == 6000


def test_a_day_s_questions_are_mixed_and_as_many_as_wanted(sqlite_store: Store) -> None:
    texts = questions.mixed(names_of(sqlite_store), 1001)
    assert len(texts) == len(set(texts)) == 1001
    prices = set(questions.of_kind("price", names_of(sqlite_store), 501))
    assert len(prices & set(texts)) in (500, 501)
    with pytest.raises(ValueError, match="there are no"):
        questions.of_kind("notice", names_of(sqlite_store), 10**7)


def test_every_stage_of_every_message_is_measured_and_the_message_stored(sqlite_parts: Parts) -> None:
    store = sqlite_parts.store
    texts = questions.mixed(names_of(store), 40)
    stages = Stages(Conversation(sqlite_parts), 1, 0)
    stages.measure(texts)
    counts = {stage: len(taken) for stage, taken in stages.seconds.items()}
    moved = {stage: count for stage, count in counts.items() if stage.startswith("4")}
    assert sum(moved.values()) == 40
    assert {f"4 move and action: {kind}" for kind in KINDS.values()} <= moved.keys()
    assert [count for stage, count in counts.items() if stage not in moved] == [40] * 7
    assert [row[:2] for row in stages.rows()] == sorted(counts.items())
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Inbound)) == 40


def test_what_was_read_cold_is_kept_when_it_comes_again(sqlite_parts: Parts) -> None:
    texts = questions.mixed(names_of(sqlite_parts.store), 20)
    conversation = Conversation(sqlite_parts)
    for first, hits in ((1000, 0), (2000, 20)):
        before = sqlite_parts.dispatcher._kept.cache_info().hits
        Stages(conversation, first, 0).measure(texts)
        assert sqlite_parts.dispatcher._kept.cache_info().hits - before in (hits, hits - 1)


def test_the_schedule_sends_every_message_and_counts_what_fails() -> None:
    numbers = iter(range(60))

    def send() -> None:
        if next(numbers) % 4 == 0:
            raise OSError("refused")

    sent = open_loop.run(send, 300, 0.2)
    assert len(sent) == 60
    assert Counter(one.fault for one in sent) == {"OSError: refused": 15, "": 45}


def test_the_schedule_does_not_wait_for_answers() -> None:
    begun, last = iter(range(1, 31)), threading.Event()

    def send() -> None:
        if next(begun) == 30:
            last.set()
        # A sender that waited for the first answer would never send the last message.
        assert last.wait(60)

    assert not [one.fault for one in open_loop.run(send, 500, 0.06) if one.fault]


def test_the_index_grows_as_if_it_were_written_row_by_row(store: Store) -> None:
    with store.reading() as session:
        before = session.scalar(select(func.count()).select_from(Passage)) or 0
        terms = session.scalar(select(func.count()).select_from(SearchTerm)) or 0
    assert passages.fill(store, before + 60) == before + 60
    with store.reading() as session:
        counted: Counter[str] = Counter()
        for passage in session.scalars(select(Passage)):
            counted.update(terms_of(passage))
        kept = {row.term: row.passages for row in session.scalars(select(SearchTerm)) if row.passages}
        assert kept == counted and len(kept) > terms
        copy = session.scalars(select(Passage).where(Passage.row_id > passages.FIRST_ROW)).first()
        assert copy is not None
        assert copy.title in [hit.passage.title for hit in search.find(session, copy.title)]


def test_searching_is_measured_at_each_size(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with sqlite_store.reading() as session:
        held = session.scalar(select(func.count()).select_from(Passage)) or 0
    monkeypatch.setattr(searching, "SHORT_SIZES", (held, held + 50))
    monkeypatch.setattr(searching, "SHORT_QUESTIONS", 5)
    searching.run(tmp_path, short=True)
    rows = capsys.readouterr().out.splitlines()[-2:]
    assert [row.split()[0] for row in rows] == [str(held), str(held + 50)]
    assert rows[0].split()[3] == "1.00"


def test_a_slope_is_the_megabytes_of_ten_minutes() -> None:
    samples = [Sample(second, {"web": 100 + second / 60}) for second in range(0, 300, 10)]
    assert memory.slope(samples, "web") == pytest.approx(10)
    assert memory.slope(samples[:1], "web") == 0


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert [figures.percentile(values, percent) for percent in (50, 99, 100)] == [50, 99, 100]
    assert figures.percentile([7.0], 99) == 7
    with pytest.raises(ValueError, match="no values"):
        figures.percentile([], 50)


def test_a_name_runs_one_bench_and_none_runs_all_over_one_store(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, tmp_path: Path
) -> None:
    ran: list[tuple[str, bool]] = []
    monkeypatch.setattr(bench, "installed", lambda: nullcontext(tmp_path))
    monkeypatch.setattr(bench, "SHORT_QUOTES", 10)
    for name in bench.BENCHES:
        monkeypatch.setitem(bench.BENCHES, name, lambda _folder, short, name=name: ran.append((name, short)))
    bench.main(["search", "--short"])
    assert ran == [("search", True)]
    bench.main(["--short"])
    assert [name for name, _ in ran[1:]] == ["ratio", "stages", "memory", "pages", "alerts", "search"]
    with pytest.raises(SystemExit):
        bench.main(["speed"])


def test_the_bench_s_own_process_is_seen() -> None:
    assert os.getpid() in processes.below(os.getppid())
    assert processes.resident_mb(os.getpid()) > 10
    assert processes.resident_mb(2**30) == 0 and processes.command(2**30) == ""


def test_pages_are_measured_in_every_state(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pages, "SHORT_ROUNDS", 2)
    pages.run(tmp_path, short=True)
    printed = capsys.readouterr().out
    assert "bare template page" in printed and "after a change" in printed
    assert printed.count(pages.MADE) == printed.count(pages.KEPT) == printed.count(pages.HAD) >= 7


def test_the_alerts_that_are_filled_cross_when_they_should(sqlite_store: Store) -> None:
    quotes.fill(sqlite_store, 20_000, TODAY)
    assert alerts.fill(sqlite_store, 200) == 200
    assert crossing.run(sqlite_store, StandingClock()) == 0
    assert alerts._moved(sqlite_store, 10) == 20 and alerts._moved(sqlite_store, 1) == 180
    assert alerts.told(sqlite_store) == 200 and crossing.run(sqlite_store, StandingClock()) == 0
