"""Backups: whole or refused, of either database and for either, and restored at once or not at all."""

import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, text, update

from bot.conversation import Conversation, Parts
from knowledge import backup, checksum, erasure, migrate, snapshot
from knowledge.backup import Refused
from knowledge.backup.file import Header, written
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.run import import_path
from knowledge.models.base import Account
from knowledge.models.commodity import Commodity
from knowledge.models.inbound import Inbound
from knowledge.models.job import Job
from knowledge.models.person import Erasure, Person
from knowledge.models.price import Quote
from knowledge.models.question import OpenQuestion
from knowledge.models.source import KeptPage, UnknownName
from tests.conftest import NOW, Farmer
from tests.knowledge.test_search import titles

ROOT = Path(__file__).parent.parent.parent
ODD = "白菜😀\u2028\r\n\t\\N \\. \" ' ” \u200f" + "长" * 300_000


def silent(_table: str, _rows: int) -> None:
    pass


def taken(store: Store, folder: Path) -> Path:
    path = folder / "a.tianxun"
    backup.take(store, path, NOW, "mark")
    return path


def restored(store: Store, path: Path, force: bool = False) -> backup.Restored:
    with backup.opened(path) as found:
        return backup.restore(store, found, path.name, force=force, say=silent)


def everything(store: Store) -> list[checksum.Sum]:
    return list(checksum.checksum(store, everything=True))


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def new_price(store: Store) -> None:
    with store.writing() as session:
        first = session.scalars(select(func.min(Quote.id))).one()
        session.execute(update(Quote).where(Quote.id == first).values(average="99"))


@pytest.fixture
def lived_in(parts: Parts) -> Store:
    """A store that farmers have talked to, with texts and bytes of every kind."""
    Farmer(Conversation(parts)).says("白菜多少钱")
    Farmer(Conversation(parts), "oOther").says("火龙果树流胶还掉皮咋搞，电话13900000000")
    with parts.store.writing() as session:
        session.execute(update(OpenQuestion).values(text=ODD))
        page = KeptPage(sha256="a", content_type="text/html", body=bytes(range(256)) * 9, fetched_at=NOW)
        name = UnknownName(
            kind="unit", written="筐", source="s", means=None, first_seen=NOW, example={"乙\0": "1", "a": "\ud83d"}
        )
        session.add_all([page, name])
    return parts.store


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
        columns = {c.name: getattr(job, c.name) for c in Job.__table__.columns if c.name != "id"}
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


def test_an_older_backup_is_migrated(store: Store, bare: Store, tmp_path: Path) -> None:
    before = everything(store)
    migrate.downgrade(store, "0007")
    restored(bare, taken(store, tmp_path))
    assert migrate.is_newest(bare)
    assert everything(bare) == before
    assert titles(bare, "黄龙病")


def test_a_store_that_is_newer_than_the_program_is_left_alone(store: Store, tmp_path: Path) -> None:
    path = taken(store, tmp_path)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="newer"):
        restored(store, path, force=True)
    assert count(store, Account) == 1


RESTORE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from knowledge import backup
from knowledge.db import open_store

def say(table, rows):
    if table == "quote":
        os.kill(os.getpid(), signal.SIGKILL)

path = Path(sys.argv[2])
with backup.opened(path) as found:
    backup.restore(open_store(sys.argv[1]), found, path.name, force=True, say=say)
"""


def test_a_restore_killed_in_the_middle_leaves_the_old_store(store: Store, tmp_path: Path) -> None:
    path = taken(store, tmp_path)
    new_price(store)
    before = everything(store)
    store.engine.dispose()
    url = store.engine.url.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", RESTORE_AND_DIE, url, str(path)], check=False, cwd=ROOT, timeout=100)
    assert died.returncode == -signal.SIGKILL
    assert everything(store) == before
    restored(store, path, force=True)
    assert everything(store) != before


def test_who_was_forgotten_after_the_backup_stays_forgotten(lived_in: Store, parts: Parts, tmp_path: Path) -> None:
    path = taken(lived_in, tmp_path)
    other = Conversation(parts)
    other.reply_to(Farmer(other, "oOther").message("", "unsubscribe"))
    assert count(lived_in, Erasure) == 1
    assert restored(lived_in, path, force=True).forgotten == 1
    with lived_in.reading() as session:
        assert (count(lived_in, Person), count(lived_in, Erasure)) == (1, 1)
        assert session.scalar(select(func.count()).where(Inbound.person_id.is_(None))) == 1
        assert not [said for said in session.scalars(select(Inbound.text)) if "13900000000" in said]


def test_who_wrote_again_after_he_was_forgotten_is_a_new_person(lived_in: Store) -> None:
    with lived_in.writing() as session:
        first, second = session.scalars(select(Person).order_by(Person.id)).all()
        before, after = first.first_seen - timedelta(days=1), second.first_seen + timedelta(days=1)
        assert erasure.replay(session, [(first.id_hash, before), (second.id_hash, after)]) == 1
        assert session.scalars(select(Person.id)).all() == [first.id]


def test_migrations_down_meet_no_row(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the old store holds, none of it can stop the new one."""
    path, move = taken(store, tmp_path), migrate.move

    def looking(connection: Connection, revision: str) -> None:
        if revision == migrate.NOTHING:
            found = snapshot.tables(connection)
            assert len(found) > 30
            assert not [t for t in found if connection.execute(select(func.count()).select_from(t)).scalar_one()]
        move(connection, revision)

    monkeypatch.setattr(migrate, "move", looking)
    restored(store, path, force=True)


def test_a_long_table_has_all_the_time_it_needs(postgresql_store: Store) -> None:
    with snapshot.snapshot(postgresql_store) as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar_one() == "0"
    with postgresql_store.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar_one() == "1min"


def test_processes_that_run_notice_that_the_store_is_another(store: Store, tmp_path: Path) -> None:
    path = taken(store, tmp_path)
    for _ in range(3):
        new_price(store)
    with store.reading() as session:
        before = session.scalars(select(Account.knowledge_revision)).one()
    restored(store, path, force=True)
    with store.reading() as session:
        account = session.scalars(select(Account)).one()
        assert account.knowledge_revision > before and account.catalogue_revision > before


def test_a_backup_is_its_owners_alone_and_stands_whole_or_not_at_all(sqlite_store: Store, tmp_path: Path) -> None:
    path = taken(sqlite_store, tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    before, names = path.read_bytes(), sorted(tmp_path.iterdir())

    def fails(table: str, _rows: int) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        backup.take(sqlite_store, path, NOW, "mark", fails)
    assert path.read_bytes() == before and sorted(tmp_path.iterdir()) == names


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
