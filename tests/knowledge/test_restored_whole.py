"""A restore is whole or has not happened, and what was forgotten stays so."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.conversation import Conversation, Parts
from knowledge import erasure, migrate, snapshot
from knowledge.db import Store
from knowledge.models.base import Account
from knowledge.models.inbound import Inbound
from knowledge.models.person import Erasure, Person
from tests.conftest import Farmer
from tests.knowledge.backups import ROOT, count, everything, new_price, restored, taken
from tests.knowledge.test_search import titles

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


def test_an_older_backup_is_migrated(store: Store, bare: Store, tmp_path: Path) -> None:
    before = everything(store)
    migrate.downgrade(store, "0007")
    restored(bare, taken(store, tmp_path))
    assert migrate.is_newest(bare)
    assert everything(bare) == before
    assert titles(bare, "黄龙病")


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
