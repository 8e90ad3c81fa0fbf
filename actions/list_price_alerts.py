"""「我设了哪些提醒」: the prices one waits for; a chosen one can be taken away."""

from sqlalchemy.orm import Session

from actions import alerts
from actions.base import Answer, Choice, FarmAction, Question
from knowledge.alerts import kept
from knowledge.alerts.kept import Kept


class ListPriceAlerts(FarmAction):
    """The prices that a farmer waits for."""

    intent = "list_price_alerts"
    example = "我设了哪些提醒"
    is_personal = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """All of them, numbered, or the one that was picked."""
        mine = kept.of_person(knowledge, question.person_id, question.today)
        if not mine:
            return Answer(alerts.NONE)
        picked = [one for one in mine if str(one.alert.id) in question.values(alerts.ALERT)]
        if picked:
            return _one(picked[0], question)
        return alerts.listed(mine, question.today, self.intent, "回复数字看一个，或取消。")


def _one(picked: Kept, question: Question) -> Answer:
    lines = [
        f"{picked.name}{picked.wish}时叫您。",
        alerts.now(picked.figure, question.today),
        "回复数字：\n1 取消这个提醒",
    ]
    choice = Choice("取消这个提醒", "delete_price_alert", ((alerts.ALERT, str(picked.alert.id)),))
    rests_on = (("quote", picked.figure.quote_id),) if picked.figure else ()
    return Answer("\n".join(lines), rests_on, (choice,))
