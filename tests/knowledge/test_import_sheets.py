"""Excel files go in like the CSV of the same columns; templates come out."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.documents import written
from knowledge.imports import jobs, prices, tables, templates, trades
from knowledge.imports.report import ImportRefused
from knowledge.imports.run import import_path
from knowledge.models.job import Job
from knowledge.models.price import Quote
from tests.conftest import TODAY
from tests.knowledge.test_import_others import JOB, TRADE
from tests.sources.workbooks import xlsx

PRICE = ("2026-11-24", "桃源县农贸市场", "桃源县", "包菜", "", "", 1.0, "1.6", 1.3, "元/斤", "测试来源")
ROWS = {
    "prices": (prices.COLUMNS, PRICE),
    "jobs": (jobs.COLUMNS, tuple(JOB.strip().split(","))),
    "trades": (trades.COLUMNS, tuple(TRADE.strip().split(","))),
}


def sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ROWS)
def test_a_sheet_goes_in_and_changes_nothing_twice(store: Store, watch: Clock, tmp_path: Path, kind: str) -> None:
    columns, row = ROWS[kind]
    path = sheet(tmp_path / "a.xlsx", columns, row, ())
    assert import_path(store, watch, kind, path).new == 1
    again = import_path(store, watch, kind, path)
    assert (again.new, again.changed, again.same) == (0, 0, 1)


def test_days_and_phones_are_read_as_they_look(sqlite_store: Store, watch: Clock, tmp_path: Path) -> None:
    _, row = ROWS["jobs"]
    cells = list(row)
    cells[8], cells[9] = 13900000000, watch.now().replace(tzinfo=None)  # type: ignore[call-overload]
    import_path(sqlite_store, watch, "jobs", sheet(tmp_path / "a.xlsx", jobs.COLUMNS, tuple(cells)))
    with sqlite_store.reading() as session:
        found = session.scalars(select(Job).where(Job.is_demo.is_(False))).one()
    assert (found.phone, found.posted_at.date().isoformat()) == ("13900000000", "2026-11-23")


@pytest.mark.parametrize(
    ("place", "cell", "reason"),
    [
        (8, "七毛", r"a\.xlsx 第 3 行「average」：「七毛」不是数字"),
        (0, "2026-11-31", "第 3 行「date」"),
        (9, "元/筐", "第 3 行「unit」"),
        (10, tables.EXAMPLE, "第 3 行：这是模板里的示例"),
    ],
)
def test_one_bad_cell_stops_all_and_is_named_by_row_and_column(
    store: Store, watch: Clock, tmp_path: Path, place: int, cell: str, reason: str
) -> None:
    before = quotes(store)
    bad = tuple(cell if number == place else value for number, value in enumerate(PRICE))
    with pytest.raises(ImportRefused, match=reason):
        import_path(store, watch, "prices", sheet(tmp_path / "a.xlsx", prices.COLUMNS, PRICE, bad))
    assert quotes(store) == before


def quotes(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Quote)) or 0


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((prices.COLUMNS[1:], PRICE[1:]), "第 1 行缺少列：date"),
        (((*prices.COLUMNS, "date"), (*PRICE, "2026-11-24")), "两列都叫「date」"),
        ((prices.COLUMNS, (*PRICE, "多的")), "第 2 行：有一格不在任何一列下面"),
        ((), "第 1 行缺少列"),
    ],
)
def test_a_sheet_of_another_shape_is_refused(
    sqlite_store: Store, watch: Clock, tmp_path: Path, rows: tuple[tuple[object, ...], ...], reason: str
) -> None:
    with pytest.raises(ImportRefused, match=reason):
        import_path(sqlite_store, watch, "prices", sheet(tmp_path / "a.xlsx", *rows))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(xlsx("", further={"a.txt": bytes(2_000_000)}), "压缩超过 100 倍", id="bomb"),
        pytest.param(xlsx("", further={"../a": b""}), "不合规的文件名", id="above"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密", id="locked"),
        pytest.param(b"date,market", "不是", id="a CSV under another name"),
        pytest.param(b"", "不是", id="nothing"),
    ],
)  # fmt: skip
def test_a_hostile_sheet_is_refused_with_one_line(
    sqlite_store: Store, watch: Clock, tmp_path: Path, body: bytes, reason: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(body)
    with pytest.raises(ImportRefused, match=reason) as refused:
        import_path(sqlite_store, watch, "prices", path)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_template_names_every_column_and_its_example_goes_in_only_when_it_is_made_ones_own(
    store: Store, watch: Clock, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "模板.xlsx"
    path.write_bytes(templates.template(kind, TODAY))
    with pytest.raises(ImportRefused, match="第 2 行：这是模板里的示例"):
        import_path(store, watch, kind, path, dry_run=True)
    book = load_workbook(path)
    for cell in book.worksheets[0][2]:
        cell.value = "本单位" if cell.value == tables.EXAMPLE else cell.value
    book.save(path)
    assert import_path(store, watch, kind, path, dry_run=True).new == 1


@pytest.mark.parametrize("first", "=+-@\t\r\n\0＝＋－＠")
def test_nothing_that_is_written_is_a_formula(first: str) -> None:
    book = load_workbook(io.BytesIO(written.xlsx({"一": [[f"{first}cmd|' /C calc'!A0", "0139"]]})))
    active, number = book.worksheets[0][1]
    assert active.data_type == "s" and str(active.value).startswith("'") and number.value == "0139"
