"""「我想问专家」: a person takes over."""

from sqlalchemy.orm import Session

from actions import wording
from actions.base import Answer, FarmAction, Question
from knowledge import articles_told


class AskExpert(FarmAction):
    """Hands the question to a technician."""

    intent = "ask_expert"
    example = "找个农技员"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Keeps the words as an open question and says whom to call now."""
        return Answer(f"已转农技员。{wording.KEPT}\n急的话请打{articles_told.station(knowledge)}。", is_open=True)
