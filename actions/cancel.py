"""「菜单」: back to the start."""

from sqlalchemy.orm import Session

from actions import examples
from actions.base import Answer, FarmAction, Question


class Cancel(FarmAction):
    """Leaves whatever was going on."""

    intent = "cancel"
    example = "菜单"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer(examples.menu(question, knowledge))
