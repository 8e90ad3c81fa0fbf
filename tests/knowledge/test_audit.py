"""The audit log: no number of a person, one chain however many write, and no message that waits for it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from knowledge.db import Store
from knowledge.editions import likeness
from knowledge.editions.fields import ARTICLE
from knowledge.models.audit import AuditEntry
from knowledge.models.labelled import LabelledMessage
from knowledge.staff import audit
from tests.conftest import NOW

FIELDS = {
    **dict.fromkeys(("title", "category", "source", "body", "region", "valid_to"), ""),
    "crops": [], "problems": [], "date": "2026-11-20",
}  # fmt: skip


def logged(session: Session) -> None:
    audit.append(session, None, "试", "试", 1, NOW)


def compared(session: Session) -> None:
    likeness.refuse_same(session, ARTICLE, FIELDS, None)


def refers_to_the_account(store: Store) -> None:
    with store.writing(changes_answers=False) as session:
        session.execute(text("SET LOCAL lock_timeout = '3s'"))
        session.add(LabelledMessage(key="k", text="字", intent="help", added_at=NOW))


def while_held(store: Store, deed: Callable[[Session], None]) -> None:
    with store.writing(changes_answers=False) as session:
        deed(session)
        refers_to_the_account(store)


def test_a_deed_that_is_being_logged_holds_no_message_up(postgresql_store: Store) -> None:
    while_held(postgresql_store, logged)


def test_a_draft_that_is_being_compared_holds_no_message_up(postgresql_store: Store) -> None:
    while_held(postgresql_store, compared)


def test_many_deeds_at_once_make_one_chain(postgresql_store: Store) -> None:
    def deeds(_number: int) -> None:
        for _ in range(5):
            with postgresql_store.writing(changes_answers=False) as session:
                logged(session)

    with ThreadPoolExecutor(8) as together:
        list(together.map(deeds, range(8)))
    with postgresql_store.reading() as session:
        assert audit.first_broken(session) is None
        assert (session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "试"))) == 40


def test_numbers_of_persons_are_masked_in_the_log(sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        audit.append(session, None, "试", "试", 1, NOW, 答复="打 13800001234 问", 人数=3)
    with sqlite_store.reading() as session:
        assert audit.newest(session, 1, None)[0].detail == {"答复": "打 138****1234 问", "人数": 3}
        assert audit.first_broken(session) is None
