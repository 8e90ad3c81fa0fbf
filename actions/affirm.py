"""「好的」: a yes to nothing in particular."""

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question


class Affirm(FarmAction):
    """Takes a yes."""

    intent = "affirm"
    example = "好的"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer("好的。还要问什么，直接发给我。")
