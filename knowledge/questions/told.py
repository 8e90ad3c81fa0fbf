"""Who has been told an answer, and why the others wait: in numbers, never by name."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.outbox import NO_QUOTA, WINDOW, Owed
from knowledge.models.person import Person
from knowledge.pushes.allowed import last_contact
from knowledge.questions.answering import cause_of

_REFUSED = {
    45015: "超过 48 小时没说话，微信不让发",
    45047: "微信的 5 条用完了",
    43101: "本人没有同意接收",
    43004: "已取消关注",
}
_UNKNOWN = "发出去了，微信没有回话"
_CLOSED = "48 小时没说话"
_SOON = "马上发"


@dataclass(frozen=True)
class Standing:
    """How many people are told, and how many wait for which reason; all of these hear with their next message."""

    told: int
    waiting: dict[str, int]


def standing(session: Session, question_id: int, now: datetime) -> Standing:
    """How far an answer has come; test people are not counted."""
    statement = (
        select(
            Owed.delivered_at, Owed.attempted_at, Owed.result, Owed.errcode, Person.unreachable,
            last_contact(),
        )
        .join(Person, Person.id == Owed.person_id)
        .where(Owed.cause == cause_of(question_id), ~Person.is_test)
    )  # fmt: skip
    told, waiting = 0, Counter[str]()
    for delivered, attempted, result, errcode, unreachable, seen in session.execute(statement):
        if delivered:
            told += 1
        elif attempted:
            waiting[_refusal(errcode)] += 1
        elif unreachable:
            waiting[_refusal(int(unreachable))] += 1
        elif result == NO_QUOTA:
            waiting[NO_QUOTA] += 1
        else:
            waiting[_CLOSED if seen is None or _is_closed(seen, now) else _SOON] += 1
    return Standing(told, dict(waiting.most_common()))


def _refusal(errcode: int) -> str:
    return _REFUSED.get(errcode, f"微信退回（{errcode}）") if errcode else _UNKNOWN


def _is_closed(seen: datetime, now: datetime) -> bool:
    return now - seen > WINDOW
