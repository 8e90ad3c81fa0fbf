"""Open questions and their answers: who asked is told, each once."""

import hashlib
from contextlib import suppress
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from knowledge import catalogue, guard
from knowledge.clock import Clock
from knowledge.db import Line, Store
from knowledge.models.base import DEFAULT_ACCOUNT, Base
from knowledge.models.outbox import Owed
from knowledge.models.question import ANSWERED, OPEN, Asker, OpenQuestion, open_groups
from knowledge.prepared import Prepared
from knowledge.refusal import Refused
from knowledge.text import normalise, storable

__all__ = ["Refused", "answer", "keep", "open_groups"]

_group, _asker = (Base.metadata.tables[table.__tablename__] for table in (OpenQuestion, Asker))
_GROUP = Prepared(
    select(_group.c.id, _group.c.state).where(
        _group.c.account_id == DEFAULT_ACCOUNT, _group.c.key == bindparam("wanted")
    )
)
_SET_ASIDE = Prepared(update(_group).where(_group.c.id == bindparam("group")).values(key=bindparam("aside")))
_NEW_GROUP = Prepared(
    insert(_group),
    ("account_id", "key", "text", "intent", "state", "asked_at", "answer"),
)
_ASKED = Prepared(
    select(_asker.c.question_id).where(
        _asker.c.question_id == bindparam("group"), _asker.c.inbound_id == bindparam("message")
    )
)
_ASK = Prepared(insert(_asker), ("question_id", "inbound_id", "person_id"))


def answer(store: Store, question_id: int, text: str, clock: Clock) -> int:
    """Answers a group and owes the answer to each person in it; returns how many people.

    Raises Refused for an unknown or closed group, an empty answer, or one that recommends a banned pesticide.
    """
    said = storable(text).strip()
    if not said:
        raise Refused("答复是空的，没有发出。")
    with store.writing() as session:
        group = session.get(OpenQuestion, question_id)
        if group is None or group.state != OPEN:
            raise Refused(f"没有编号 {question_id} 的待答问题。")
        banned = guard.recommended(said, catalogue.current(session), clock.today())
        if banned:
            raise Refused(f"答复里推荐了禁用农药，没有发出：{guard.described(banned[0].ruling)}")
        group.state, group.answer, group.answered_at = ANSWERED, said, clock.now()
        people = set(session.scalars(select(Asker.person_id).where(Asker.question_id == group.id)))
        people.discard(None)
        for person_id in sorted(people, key=lambda found: found or 0):
            session.add(
                Owed(
                    person_id=person_id,
                    cause=f"answer:{group.id}",
                    text=f"问：{group.text[:60]}\n答：{said}",
                    created_at=clock.now(),
                )
            )
        return len(people)


def keep(line: Line, inbound_id: int, person_id: int | None, question: tuple[str, str], now: datetime) -> None:
    """Joins a message to the group of its question (intent, text), or opens it.

    A group that has been answered is set aside under another key, so that who asks again opens a new one.
    """
    intent, text = question
    key = hashlib.sha256(f"{intent}:{normalise(text).text}".encode()).hexdigest()
    group_id, state = _GROUP.run(line, {"wanted": key}) or (None, "")
    if group_id is not None and state != OPEN:
        _SET_ASIDE.run(line, {"group": group_id, "aside": f"{key}#{group_id}"})
        group_id = None
    if group_id is None:
        group_id = _opened(line, {"key": key, "text": storable(text), "intent": intent, "asked_at": now})
    if _ASKED.run(line, {"group": group_id, "message": inbound_id}) is None:
        _ASK.run(line, {"question_id": group_id, "inbound_id": inbound_id, "person_id": person_id})


def _opened(line: Line, values: dict[str, object]) -> int:
    """The group of a new question, whoever opens it first."""
    # Another process may open the same one in the same moment.
    with suppress(line.refusal), line.attempt():
        _NEW_GROUP.run(line, {"account_id": DEFAULT_ACCOUNT, "state": OPEN, "answer": "", **values})
    row = _GROUP.run(line, {"wanted": values["key"]})
    assert row  # noqa: S101 - it is there now
    return int(row[0])
