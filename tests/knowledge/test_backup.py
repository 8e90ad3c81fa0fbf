"""Backups: whole or refused, of either database and for either, and restored at once or not at all."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from knowledge import backup, migrate
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.run import import_path
from knowledge.models.commodity import Commodity
from knowledge.models.job import Job
from knowledge.models.person import Erasure
from knowledge.models.question import OpenQuestion
from knowledge.models.source import KeptPage, UnknownName
from tests.conftest import NOW
from tests.knowledge.backups import ODD, count, everything, new_price, restored, taken
from tests.knowledge.test_search import titles


def test_a_store_moves_to_either_database_as_it_was(lived_in: Store, bare: Store, tmp_path: Path) -> None:
    before = everything(lived_in)
    restored(bare, taken(lived_in, tmp_path))
    assert everything(bare) == before
    with bare.reading() as session:
        assert session.scalars(select(OpenQuestion.text)).one() == ODD
        assert session.scalars(select(KeptPage.body)).one() == bytes(range(256)) * 9
        assert list(session.scalars(select(UnknownName.example)).one()) == ["乙\0", "a"]
    assert titles(bare, "黄龙病") == titles(lived_in, "黄龙病")
    assert migrate.is_newest(bare)


def test_a_restored_store_goes_on(lived_in: Store, bare: Store, tmp_path: Path, watch: Clock) -> None:
    """New rows get numbers that none has, and the search index follows them."""
    restored(bare, taken(lived_in, tmp_path))
    (tmp_path / "n.jsonl").write_text(
        '{"title": "琉璃苣补贴通知", "body": "琉璃苣每亩补。", "publisher": "县农业农村局", "region": "桃源县",'
        ' "category": "补贴", "date": "2026-11-20"}',
        encoding="utf-8",
    )
    before = count(bare, Job)
    import_path(bare, watch, "notices", tmp_path / "n.jsonl")
    with bare.writing() as session:
        job = session.scalars(select(Job).limit(1)).one()
        columns = {c.name: getattr(job, c.name) for c in Job.__table__.columns if c.name not in ("id", "public_id")}
        session.add(Job(**{**columns, "title": "新的"}))
    assert count(bare, Job) == before + 1
    assert titles(bare, "琉璃苣")[0] == "琉璃苣补贴通知"


def test_a_nul_that_sqlite_holds_survives_in_sqlite(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing() as session:
        session.execute(update(Job).values(description="一\0二"))
    before = everything(sqlite_store)
    path = taken(sqlite_store, tmp_path)
    restored(sqlite_store, path, force=True)
    assert everything(sqlite_store) == before


def test_postgresql_leaves_out_a_nul_and_takes_the_rest(
    sqlite_store: Store, postgresql_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.writing() as session:
        session.execute(update(Job).values(description="一\0二"))
    restored(postgresql_store, taken(sqlite_store, tmp_path), force=True)
    with postgresql_store.reading() as session:
        assert set(session.scalars(select(Job.description))) == {"一二"}


def test_rows_may_refer_to_later_ones_of_their_table(store: Store, bare: Store, tmp_path: Path) -> None:
    with store.writing() as session:
        last = session.scalars(select(func.max(Commodity.id))).one()
        session.execute(update(Commodity).where(Commodity.id == 1).values(parent_id=last))
    before = everything(store)
    restored(bare, taken(store, tmp_path))
    assert everything(bare) == before


def test_a_backup_is_of_one_moment_however_much_is_written_meanwhile(store: Store, bare: Store, tmp_path: Path) -> None:
    before, tables = everything(store), []

    def writing_on(table: str, _rows: int) -> None:
        tables.append(table)
        new_price(store)
        with store.writing() as session:
            session.add(Erasure(id_hash=table, erased_at=NOW))

    backup.take(store, tmp_path / "a", NOW, "mark", writing_on)
    assert tables.index("quote") > 0 and count(store, Erasure) == len(tables)
    restored(bare, tmp_path / "a")
    assert everything(bare) == before


def test_a_backup_is_its_owners_alone_and_stands_whole_or_not_at_all(sqlite_store: Store, tmp_path: Path) -> None:
    path = taken(sqlite_store, tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    before, names = path.read_bytes(), sorted(tmp_path.iterdir())

    def fails(table: str, _rows: int) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        backup.take(sqlite_store, path, NOW, "mark", fails)
    assert path.read_bytes() == before and sorted(tmp_path.iterdir()) == names
