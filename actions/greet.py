"""「你好」: a greeting and what one can ask."""

from sqlalchemy.orm import Session

from actions import examples
from actions.base import Answer, FarmAction, Question


class Greet(FarmAction):
    """Says hello."""

    intent = "greet"
    example = "你好"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer("您好！" + examples.menu(question, knowledge))
