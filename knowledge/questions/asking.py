"""A message that nobody could answer joins the group of its question, or opens one."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, exists, insert, or_, select, true, update

from knowledge import danger
from knowledge.db import Line
from knowledge.models.base import DEFAULT_ACCOUNT, Base
from knowledge.models.person import Person
from knowledge.models.question import DEGREE, OPEN, Asker, OpenQuestion
from knowledge.prepared import Prepared
from knowledge.text import normalise, storable

# Each try but the last found that staff had just answered, merged or split the group.
_MOST_TRIES = 5
# They tell nothing of what is asked.
_NO_SUBJECT = frozenset({"phone", "ordinal", "title", "job", "post", "shown"})

_group, _asker, _person = (Base.metadata.tables[table.__tablename__] for table in (OpenQuestion, Asker, Person))
_part = _group.alias("part")
GROUP = Prepared(
    select(_group.c.id, _group.c.state, _group.c.merged_into).where(
        _group.c.account_id == DEFAULT_ACCOUNT, _group.c.key == bindparam("wanted")
    )
)
_SET_ASIDE = Prepared(update(_group).where(_group.c.id == bindparam("group")).values(key=bindparam("aside")))
_NEWGROUP = Prepared(
    insert(_group),
    (
        "account_id", "key", "text", "intent", "subject", "state", "rank", "asked_at", "last_asked_at", "answer",
        "is_compared", "reopens", "merged_into",
    ),
)  # fmt: skip
_ASKED = Prepared(
    select(_asker.c.question_id).where(
        _asker.c.question_id == bindparam("group"), _asker.c.inbound_id == bindparam("message")
    )
)
_ASK = Prepared(insert(_asker), ("question_id", "inbound_id", "person_id"))
_counts_already = or_(
    exists().where(_person.c.id == bindparam("person"), _person.c.is_test == true()),
    exists(
        select(_part.c.id)
        .join(_asker, _asker.c.question_id == _part.c.id)
        .where(
            _asker.c.person_id == bindparam("person"),
            or_(_part.c.id == bindparam("root"), _part.c.merged_into == bindparam("root")),
        )
    ),
)
# It touches the row on which staff's deeds wait, and no other: who asks in that moment is told, or opens a new group.
_COUNT = Prepared(
    update(_group)
    .where(_group.c.id == bindparam("root"), _group.c.state == OPEN, _group.c.merged_into.is_(None))
    .values(
        rank=_group.c.rank - case((_counts_already, 0), else_=1),
        last_asked_at=bindparam("now", type_=_group.c.last_asked_at.type),
    )
    .returning(_group.c.id)
)


class Asked(NamedTuple):
    """One question as it was put; `subject` is what it names, as `subject_of` writes it."""

    intent: str
    text: str
    subject: str = ""


def subject_of(intent: str, entities: Iterable[tuple[str, str]]) -> str:
    """What a question names, in canonical form and one order: `commodity:白菜|problem:根肿病`."""
    # A sickness is treated alike in every township.
    left_out = _NO_SUBJECT | {"region"} if intent == "ask_technique" else _NO_SUBJECT
    return "|".join(sorted({f"{kind}:{value}" for kind, value in entities if kind not in left_out}))


def named_in(subject: str) -> dict[str, list[str]]:
    """What a subject names, by kind."""
    found: dict[str, list[str]] = {}
    for each in filter(None, subject.split("|")):
        kind, _, value = each.partition(":")
        found.setdefault(kind, []).append(value)
    return found


def keep(line: Line, inbound_id: int, person_id: int | None, question: tuple[str, ...], now: datetime) -> None:
    """Joins a message to the group of its question (an Asked, or its intent and text), or opens it.

    A group that has been answered is set aside under another key, so that who asks again opens a new one.
    """
    asked = Asked(*question)
    key = hashlib.sha256(f"{asked.intent}:{normalise(asked.text).text}".encode()).hexdigest()
    for _ in range(_MOST_TRIES):
        group_id, state, root = GROUP.run(line, {"wanted": key}) or (None, "", None)
        if group_id is not None and state != OPEN:
            _SET_ASIDE.run(line, {"group": group_id, "aside": f"{key}#{group_id}"})
            group_id = None
        if group_id is None:
            group_id, root = opened(line, key, asked, now)
        if join(line, group_id, root or group_id, inbound_id, person_id, now):
            return
    raise RuntimeError("a question's group was closed again and again")


def join(line: Line, group_id: int, root: int, inbound_id: int, person_id: int | None, now: datetime) -> bool:
    """Counts a message in a group, once; False where the group is no longer open, or no longer part of `root`."""
    if _ASKED.run(line, {"group": group_id, "message": inbound_id}) is not None:
        return True
    if _COUNT.run(line, {"root": root, "person": person_id, "now": now}) is None:
        return False
    _ASK.run(line, {"question_id": group_id, "inbound_id": inbound_id, "person_id": person_id})
    return True


def opened(
    line: Line, key: str, asked: Asked, now: datetime, reopens: int | None = None, merged_into: int | None = None
) -> tuple[int, int | None]:
    """Number and root of a new question's group, whoever opens it first."""
    values: dict[str, Any] = {
        "account_id": DEFAULT_ACCOUNT,
        "key": key,
        "text": storable(asked.text),
        "intent": asked.intent,
        "subject": storable(asked.subject),
        "state": OPEN,
        "rank": -danger.urgency(asked.text) * DEGREE,
        "asked_at": now,
        "last_asked_at": now,
        "answer": "",
        "is_compared": False,
        "reopens": reopens,
        "merged_into": merged_into,
    }
    # Another process may open the same one in the same moment.
    with suppress(line.refusal), line.attempt():
        _NEWGROUP.run(line, values)
    row = GROUP.run(line, {"wanted": key})
    assert row  # noqa: S101 - it is there now
    return int(row[0]), row[2]
