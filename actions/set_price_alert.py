"""「白菜低于8毛叫我」: a price to watch, taken down for staff."""

from sqlalchemy.orm import Session

from actions.base import Answer, KeptForStaff, Question


class SetPriceAlert(KeptForStaff):
    """A price that a farmer waits for."""

    intent = "set_price_alert"
    example = "白菜低于8毛叫我"
    promise = "还不能自动提醒价格。您要等的价已记下，工作人员会看到。您随时可以问我："

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Says so, and what to ask meanwhile."""
        name = question.commodities[0].name if question.commodities else "白菜"
        return Answer(f"{self.promise}{name}多少钱", is_open=True)
