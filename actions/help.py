"""「你能做什么」: what one can ask."""

from sqlalchemy.orm import Session

from actions import examples
from actions.base import Answer, FarmAction, Question


class Help(FarmAction):
    """Shows what can be asked."""

    intent = "help"
    example = "你能做什么"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer(examples.menu(question, knowledge))
