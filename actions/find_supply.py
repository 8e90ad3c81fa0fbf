"""「哪里有卖茶苗的」: who sells what I want."""

from sqlalchemy.orm import Session

from actions import trade_posts
from actions.base import Answer, FarmAction, Question
from knowledge.models.trade import SUPPLY


class FindSupply(FarmAction):
    """Goods on offer."""

    intent = "find_supply"
    example = "哪里有卖茶苗的"
    shows_numbers = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Live offers, nearest first."""
        return trade_posts.found(question, knowledge, SUPPLY)
