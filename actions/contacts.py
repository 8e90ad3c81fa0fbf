"""Whose number a person is shown: whole for who asks, but for so many posts a day."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from actions.shapes import Question
from knowledge.posts import looked
from knowledge.privacy import masked

ENOUGH = f"今天您看过{looked.MOST_A_DAY}条的电话了，再要请明天来，号码先遮着。"


class Contacts:
    """What one answer may show of the numbers of posts of one kind, counted as they are shown."""

    def __init__(self, question: Question, knowledge: Session, kind: str, rows: Sequence[Any]) -> None:
        left, seen = looked.left(knowledge, question.person_id, kind, question.now)
        new = [row.id for row in rows if row.id not in seen]
        self._hidden = frozenset(new[left:])
        self._kind = kind

    def of(self, row: Any) -> str:
        """Name and number of one post."""
        return " ".join(
            part for part in (row.contact, masked(row.phone) if row.id in self._hidden else row.phone) if part
        )

    def rests_on(self, rows: Sequence[Any]) -> tuple[tuple[str, int], ...]:
        """The posts whose numbers are shown."""
        return tuple((self._kind, row.id) for row in rows if row.id not in self._hidden)

    @property
    def note(self) -> list[str]:
        """A word on what is hidden, if anything is."""
        return [ENOUGH] if self._hidden else []
