"""「更多」: more, when nothing is left."""

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question


class More(FarmAction):
    """Says that all has been said."""

    intent = "more"
    example = "更多"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer("前面的都说完了。您可以接着问，或发「菜单」。")
