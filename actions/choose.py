"""「2」: a number, when no list was shown."""

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question


class Choose(FarmAction):
    """Says that there is nothing to choose from."""

    intent = "choose"
    example = "2"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer("现在没有可以选的。您想问什么，直接发给我，或发「菜单」。")
