"""「哪个收椪柑」: who buys what I have."""

from sqlalchemy.orm import Session

from actions import trade_posts
from actions.base import Answer, FarmAction, Question
from knowledge.models.trade import DEMAND


class FindDemand(FarmAction):
    """Goods wanted."""

    intent = "find_demand"
    example = "哪个收椪柑"
    shows_numbers = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Live requests, nearest first."""
        return trade_posts.found(question, knowledge, DEMAND)
