"""Price files: what is refused, what is held, what goes in, and what a second run does."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.gates import figures as gates
from knowledge.imports.report import ImportRefused, Report
from knowledge.imports.run import import_path
from knowledge.models.commodity import Commodity
from knowledge.models.price import HeldQuote, Quote, QuoteChange, Series

HEAD = "date,market,region,commodity,variety,grade,low,high,average,unit,source\n"
GOOD = "2026-11-23,桃源县农贸市场,桃源县,包菜,,,1.0,1.6,1.3,元/斤,测试来源\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "prices.csv"


def load(store: Store, watch: Clock, file: Path, text: str, dry_run: bool = False) -> Report:
    file.write_text(text, encoding="utf-8")
    return import_path(store, watch, "prices", file, dry_run=dry_run)


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def real_quotes(store: Store) -> list[tuple[str, str, str]]:
    statement = select(Quote.low, Quote.high, Quote.average).join(Series).where(Series.is_demo.is_(False))
    with store.reading() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(statement)]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (GOOD.replace("1.3", "1.3元"), "average", "不是数字"),
        (GOOD.replace("1.3", ""), "average", "不是数字"),
        (GOOD.replace("元/斤", "元/筐"), "unit", "不认识"),
        (GOOD.replace("2026-11-23", "2026-02-30"), "date", "不是日期"),
        (GOOD.replace("包菜", ""), "commodity", "不能空着"),
        (GOOD.replace("测试来源", ""), "source", "不能空着"),
    ],
)
def test_a_row_that_cannot_be_read_stops_the_import_and_is_named(
    store: Store, watch: Clock, file: Path, row: str, column: str, said: str
) -> None:
    before = count(store, Quote)
    with pytest.raises(ImportRefused) as refused:
        load(store, watch, file, HEAD + GOOD + row)
    assert f"prices.csv 第 3 行「{column}」" in str(refused.value) and said in str(refused.value)
    assert count(store, Quote) == before


def test_a_missing_column_is_named(sqlite_store: Store, watch: Clock, file: Path) -> None:
    with pytest.raises(ImportRefused, match="缺少列：unit"):
        load(sqlite_store, watch, file, HEAD.replace(",unit", "") + GOOD.replace(",元/斤", ""))


def test_what_cannot_be_believed_is_held_and_the_rest_goes_in(store: Store, watch: Clock, file: Path) -> None:
    rows = [
        GOOD,
        GOOD.replace("包菜", "萝卜").replace("1.0,1.6", "1.6,1.0"),
        GOOD.replace("包菜", "芹菜").replace("1.0,1.6,1.3", "0,0,0"),
        GOOD.replace("包菜", "大蒜").replace("2026-11-23", "2026-11-25"),
    ]
    report = load(store, watch, file, HEAD + "".join(rows))
    assert (report.read, report.new, report.held) == (4, 1, 3)
    assert real_quotes(store) == [("1", "1.6", "1.3")]
    assert count(store, HeldQuote) == 3


def test_a_second_run_changes_nothing(store: Store, watch: Clock, file: Path) -> None:
    text = HEAD + GOOD + GOOD.replace("包菜", "萝卜").replace("1.0,1.6", "1.6,1.0")
    load(store, watch, file, text)
    again = load(store, watch, file, text)
    assert (again.new, again.changed, again.same, again.held) == (0, 0, 1, 1)
    assert len(real_quotes(store)) == 1 and count(store, HeldQuote) == 1


def test_contradicting_rows_of_one_file_are_both_held(store: Store, watch: Clock, file: Path) -> None:
    report = load(store, watch, file, HEAD + GOOD + GOOD.replace("1.3", "1.4") + GOOD.replace("包菜", "萝卜") * 2)
    assert (report.new, report.same, report.held) == (1, 1, 2)
    assert list(report.held_reasons) == ["同一报价在文件里有不同价格"]


def test_two_names_of_one_market_contradict_each_other_too(store: Store, watch: Clock, file: Path) -> None:
    row = GOOD.replace("桃源县农贸市场,桃源县", "北京新发地,北京")
    report = load(store, watch, file, HEAD + row + row.replace("北京新发地,", "新发地,").replace("1.3", "1.5"))
    assert (report.new, report.held) == (0, 2)


def test_a_later_file_corrects_and_the_earlier_figure_is_kept(store: Store, watch: Clock, file: Path) -> None:
    load(store, watch, file, HEAD + GOOD)
    report = load(store, watch, file, HEAD + GOOD.replace("1.3", "1.5"))
    assert (report.new, report.changed) == (0, 1)
    assert real_quotes(store) == [("1", "1.6", "1.5")]
    with store.reading() as session:
        assert [change.average for change in session.scalars(select(QuoteChange))] == ["1.3"]


def test_a_jump_is_held(store: Store, watch: Clock, file: Path) -> None:
    days = [GOOD.replace("2026-11-23", f"2026-11-{day}") for day in (18, 19, 20, 21)]
    load(store, watch, file, HEAD + "".join(days))
    report = load(store, watch, file, HEAD + GOOD.replace("1.0,1.6,1.3", "10,16,13"))
    assert (report.new, report.held, list(report.held_reasons)) == (0, 1, [gates.JUMP])


def test_a_dry_run_reports_and_changes_nothing(store: Store, watch: Clock, file: Path) -> None:
    before = count(store, Quote)
    assert load(store, watch, file, HEAD + GOOD, dry_run=True).new == 1
    assert count(store, Quote) == before


def test_an_unknown_commodity_and_market_are_created_and_listed(store: Store, watch: Clock, file: Path) -> None:
    row = GOOD.replace("包菜", "火星菜").replace("桃源县农贸市场", "月亮市场")
    assert load(store, watch, file, HEAD + row).created == ["品种 火星菜", "市场 月亮市场"]
    with store.reading() as session:
        assert session.scalar(select(func.count()).where(Commodity.name == "火星菜")) == 1


def test_a_real_quote_ends_the_samples_of_its_commodity_alone(store: Store, watch: Clock, file: Path) -> None:
    load(store, watch, file, HEAD + GOOD)
    statement = select(Commodity.name).join(Series, Series.commodity_id == Commodity.id).where(Series.is_demo)
    with store.reading() as session:
        left = set(session.scalars(statement))
    assert "包菜" not in left and "萝卜" in left


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_spreadsheets_encoding_is_recognised(store: Store, watch: Clock, file: Path, encoding: str) -> None:
    file.write_bytes((HEAD + GOOD).encode(encoding))
    assert import_path(store, watch, "prices", file).new == 1


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8", b"", b"\x00" * 100])
def test_a_file_that_is_no_table_is_refused_in_one_line(
    sqlite_store: Store, watch: Clock, file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    with pytest.raises(ImportRefused):
        import_path(sqlite_store, watch, "prices", file)


def test_cells_may_carry_marks_that_spreadsheets_leave(store: Store, watch: Clock, file: Path) -> None:
    load(store, watch, file, HEAD + GOOD)
    report = load(store, watch, file, HEAD + GOOD.replace("包菜", "\ufeff包菜\u3000"))
    assert (report.same, report.created) == (1, [])


def test_a_draft_is_held_whole_and_reaches_no_farmer(store: Store, watch: Clock, file: Path) -> None:
    file.write_text(HEAD + GOOD, encoding="utf-8")
    for _ in range(2):
        report = import_path(store, watch, "prices", file, draft=True)
        assert (report.new, report.changed) == (0, 0)
    assert real_quotes(store) == [] and count(store, HeldQuote) == 1
