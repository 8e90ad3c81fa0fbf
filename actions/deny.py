"""「不是」: a no to nothing in particular."""

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question


class Deny(FarmAction):
    """Takes a no."""

    intent = "deny"
    example = "不是"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer("好的。您想问什么，换个说法发给我。发「菜单」看能问什么。")
