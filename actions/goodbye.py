"""「再见」: a farewell."""

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question


class Goodbye(FarmAction):
    """Says goodbye."""

    intent = "goodbye"
    example = "再见"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer("再见，有事随时问我。")
