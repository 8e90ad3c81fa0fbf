"""The evaluation counts what it says, shows no sentence that it must not show, and keeps what it is told to keep."""

import math
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.nlu.understand import Entity, Understanding
from tests.evaluation import bm25, figures, history, intents, searching, understanding
from tests.evaluation.bm25 import Bm25, Text
from tests.evaluation.halves import PARTS, halved, part_of
from tests.evaluation.understanding import Marked, Read

DAY = date(2026, 11, 24)


def reading(meant: str, said: str, text: str = "白菜", wanted: str = "", found: str = "") -> Read:
    """A message of one intent read as another, with the date that it names and the one that was found."""
    entities = (Entity("date", found, 0, 2),) if found else ()
    values = frozenset({("date", wanted)} if wanted else ())
    spans = frozenset({("date", 0, 2)} if wanted else ())
    return Read(Marked(meant, "plain", text, spans, values), Understanding(text, text, said, 0.9, (), entities, ""))


def measured(value: float = 0.5) -> dict[str, figures.Figures]:
    return {part: dict.fromkeys(figures.ALL, value) for part in PARTS}


def test_figures_on_messages_are_what_a_hand_counts() -> None:
    found = understanding.figures(
        [
            reading("greet", "greet"),
            reading("greet", "out_of_scope"),
            reading("ask_price", "ask_price", wanted="2026-11-23", found="2026-11-23"),
            reading("ask_price", "ask_price", wanted="2026-11-22", found="2026-11-20"),
            reading("out_of_scope", "out_of_scope"),
        ]
    )
    assert found["intent accuracy"] == 0.8
    assert found["intent macro-F1"] == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)
    assert (found["dates resolved"], found["entity F1 by value"], found["entity F1 by span"]) == (0.5, 0.5, 1.0)
    assert (found["out of scope caught"], found["farming refused"]) == (1.0, 0.25)


def test_what_is_taken_for_what_is_shown_as_counts_and_never_as_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    half = [reading("greet", "deny", "早上好啊"), reading("greet", "deny", "吃了吗"), reading("greet", "greet", "您好")]
    intents.report(dict.fromkeys(PARTS, half))
    printed = capsys.readouterr().out
    assert intents.confusions(half) == Counter({"greet read as deny": 2})
    assert "greet read as deny" in printed and not any(one.message.text in printed for one in half)
    assert intents.wrong(half) == ["greet read as deny: 吃了吗", "greet read as deny: 早上好啊"]


def test_a_half_holds_what_its_hash_gives_it() -> None:
    halves = halved(understanding.messages(), lambda message: message.text)
    assert all(part_of(message.text) == part for part in PARTS for message in halves[part]) and all(halves.values())


def test_bm25_weighs_as_its_formula_says() -> None:
    texts = [
        Text("稻", Counter({"稻瘟": 2, "水田": 2})),
        Text("猪", Counter({"猪瘟": 1})),
        Text("稻", Counter({"稻瘟": 1})),
    ]
    ranks, rarity, usual = Bm25(texts), math.log(1 + 1.5 / 2.5), 6 / 3
    assert ranks._weight("稻瘟", texts[0]) == pytest.approx(
        rarity * 2 * 2.2 / (2 + bm25.K1 * (1 - bm25.B + bm25.B * 4 / usual))
    )
    assert ranks.titles("稻瘟") == ["稻"] and ranks.titles("玉米") == []


def test_ndcg_is_one_for_the_best_order_and_less_for_another() -> None:
    grades = {"甲": 3, "乙": 1}
    assert searching.ndcg(["甲", "乙"], grades) == 1.0
    assert 0 < searching.ndcg(["丙", "乙", "甲"], grades) < 1 and searching.ndcg([], grades) == 0
    assert searching.is_best_first(["甲"], grades) and not searching.is_best_first(["乙", "甲"], grades)


@pytest.mark.parametrize(
    ("name", "now", "before", "shown"),
    [
        ("intent accuracy", 0.9, 0.9, "+0.000"),
        ("intent accuracy", 0.9, 0.905, "-0.005"),
        ("intent accuracy", 0.9, 0.9051, "-0.005 ▼"),
        ("intent accuracy", 0.95, 0.9, "+0.050"),
        ("farming refused", 0.04, 0.03, "+0.010 ▼"),
        ("farming refused", 0.02, 0.03, "-0.010"),
        ("BM25 nDCG@5", 0.5, 0.6, "-0.100"),
        ("nDCG@5", 0.5, None, ""),
        ("nDCG@5", math.nan, 0.5, ""),
    ],
)
def test_a_change_for_the_worse_by_more_than_0_005_is_marked(
    name: str, now: float, before: float | None, shown: str
) -> None:
    assert figures.difference(name, now, before) == shown


def test_the_history_in_the_repository_is_well_formed() -> None:
    lines = history.read()
    assert [line.half for line in lines] == [*PARTS] * (len(lines) // 2) and lines
    assert all((a.day, a.note) == (b.day, b.note) for a, b in zip(lines[::2], lines[1::2], strict=True))
    assert [line.day for line in lines] == sorted(line.day for line in lines)
    assert len({line.note for line in lines}) == len(lines) // 2


def test_what_is_kept_is_what_the_next_run_compares_with(tmp_path: Path) -> None:
    file = tmp_path / "history.tsv"
    assert history.last(file) == {}
    history.keep("0.1.0", DAY, measured(0.5), file)
    history.keep("0.1.1\tbetter\nby far", DAY, measured(0.12345), file)
    assert [(line.note, line.half) for line in history.read(file)][2:] == [
        ("0.1.1 better by far", part) for part in PARTS
    ]
    assert history.last(file) == measured(0.1235)


def test_a_figure_that_nothing_was_measured_for_is_kept_as_a_dash(tmp_path: Path) -> None:
    file = tmp_path / "history.tsv"
    history.keep("0.1.0", DAY, measured(math.nan), file)
    assert all(math.isnan(value) for value in history.last(file)[PARTS[0]].values())


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("2026-11-24\tx\tthird" + "\t0.5" * len(figures.ALL), "a line needs"),
        ("2026-11-24\t \ttuning" + "\t0.5" * len(figures.ALL), "a line needs"),
        ("2026-11-24\tx\ttuning\t0.5", "shorter"),
        ("24.11.2026\tx\ttuning" + "\t0.5" * len(figures.ALL), "isoformat"),
        ("2026-11-24\tx\ttuning" + "\t50" * len(figures.ALL), "between 0 and 1"),
    ],
)
def test_a_line_that_is_not_well_formed_is_refused(tmp_path: Path, line: str, fault: str) -> None:
    file = tmp_path / "history.tsv"
    history.keep("0.1.0", DAY, measured(), file)
    file.write_text(file.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        history.read(file)


def test_figures_are_not_kept_without_a_note(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="note"):
        history.keep(" \n", DAY, measured(), tmp_path / "history.tsv")
    assert not list(tmp_path.iterdir())
