"""「谢谢」: thanks."""

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question


class Thanks(FarmAction):
    """Takes thanks."""

    intent = "thanks"
    example = "谢谢"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer("不客气，有事随时问我。")
