"""Open questions and their answers: who asked is told, each once."""

from sqlalchemy import select

from knowledge import catalogue, guard
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.models.outbox import Owed
from knowledge.models.question import ANSWERED, OPEN, Asker, OpenQuestion, open_groups
from knowledge.text import storable

__all__ = ["Refused", "answer", "open_groups"]


class Refused(ValueError):
    """The answer cannot be given; the message says why."""


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
