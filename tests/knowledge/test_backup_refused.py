"""What no backup is taken from, and no store is restored from: nothing is changed."""

import random
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge import backup
from knowledge.backup import Refused
from knowledge.backup.file import Header, written
from knowledge.db import Store
from knowledge.models.base import Account
from tests.conftest import NOW
from tests.knowledge.backups import count, everything, new_price, restored, taken


def test_of_a_hundred_backups_with_a_byte_flipped_or_cut_none_is_taken(sqlite_store: Store, tmp_path: Path) -> None:
    whole = taken(sqlite_store, tmp_path).read_bytes()
    chance, damaged = random.Random(7), tmp_path / "damaged"
    for number in range(100):
        # The first line, the gzip header and the end are hit as well as the middle.
        place = [number, len(whole) - 1 - number, chance.randrange(len(whole))][number % 3]
        flipped = bytes([whole[place] ^ (1 << chance.randrange(8))])
        damaged.write_bytes(whole[:place] + (flipped + whole[place + 1 :] if number % 2 else b""))
        with pytest.raises(Refused), backup.opened(damaged):
            pytest.fail(f"byte {place}")
    damaged.write_bytes(whole + b"\0")
    with pytest.raises(Refused, match="damaged"), backup.opened(damaged):
        pass


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\7" * 5000, b"PK\3\4", "备份\n".encode()])
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f").write_bytes(content)
    with pytest.raises(Refused, match="not a Tianxun backup"), backup.opened(tmp_path / "f"):
        pass


def test_a_newer_format_is_refused(tmp_path: Path, sqlite_store: Store) -> None:
    path = taken(sqlite_store, tmp_path)
    path.write_bytes(path.read_bytes().replace(b"BACKUP 1 ", b"BACKUP 2 ", 1))
    with pytest.raises(Refused, match="newer"), backup.opened(path):
        pass


def test_a_backup_of_a_newer_schema_is_refused(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    with written(tmp_path / "n") as out:
        out.header(Header("9999", "", "", {}))
    with pytest.raises(Refused, match="newer"):
        restored(store, tmp_path / "n", force=True)
    assert everything(store) == before


@pytest.mark.parametrize("tables", [{'quote"; DROP TABLE account; --': ["id"]}, {"search_term": ["term"]}])
def test_tables_or_columns_of_somebody_else_are_refused(
    store: Store, tmp_path: Path, tables: dict[str, list[str]]
) -> None:
    before = everything(store)
    with written(tmp_path / "n") as out:
        out.header(Header("0006", "", "", tables))
        out.table([[1]])
    with pytest.raises(Refused, match="not of this program"):
        restored(store, tmp_path / "n", force=True)
    assert everything(store) == before


def test_rows_that_are_missing_without_a_trace_leave_the_old_store(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    with written(tmp_path / "n") as out:
        out.header(Header("0006", "", "", {"search_term": ["term", "passages"]}))
        out._line(["t", 1])
        out._line({"rows": 2})
    with pytest.raises(ValueError, match="1 rows"):
        restored(store, tmp_path / "n", force=True)
    assert everything(store) == before


def test_a_store_with_anything_in_it_is_replaced_only_by_force(store: Store, tmp_path: Path) -> None:
    path = taken(store, tmp_path)
    then = everything(store)
    new_price(store)
    now = everything(store)
    with pytest.raises(Refused, match="--force"):
        restored(store, path)
    assert everything(store) == now != then
    restored(store, path, force=True)
    assert everything(store) == then


def test_a_store_that_is_newer_than_the_program_is_left_alone(store: Store, tmp_path: Path) -> None:
    path = taken(store, tmp_path)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="newer"):
        restored(store, path, force=True)
    assert count(store, Account) == 1


def test_no_other_file_is_overwritten(sqlite_store: Store, tmp_path: Path) -> None:
    for path in (tmp_path / "tianxun.sqlite", tmp_path, tmp_path / "nowhere" / "b"):
        with pytest.raises(Refused):
            backup.take(sqlite_store, path, NOW, "mark")
    assert count(sqlite_store, Account) == 1
    taken(sqlite_store, tmp_path)
    taken(sqlite_store, tmp_path)


def test_there_is_nothing_to_back_up_in_an_empty_database(bare: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        taken(bare, tmp_path)
    assert not (tmp_path / "a.tianxun").exists()
