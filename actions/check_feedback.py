"""「我反映的事怎么样了」: the asker's own reports, by number or the newest ones."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from actions import wording
from actions.base import Answer, FarmAction, Question
from knowledge.models.report import Report
from knowledge.reports import mine

_HOW = "反映事情，直接说哪里出了什么事就行，比如：村里路灯坏了没人修。急事请打12345。"


class CheckFeedback(FarmAction):
    """What became of a report."""

    intent = "check_feedback"
    example = "我反映的事怎么样了"
    is_personal = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The report of the number in the message, else the newest; what is not here is kept for staff."""
        number = mine.number_in(question.text)
        if number:
            return _numbered(question, knowledge, number)
        own = mine.newest(knowledge, question.person_id)
        if not own:
            return Answer(f"没查到您在这里提交过的反映。您问的{wording.KEPT}\n{_HOW}", is_open=True)
        more = "\n发编号看每一步。" if any(len(mine.steps_shown(knowledge, one)) > 1 for one in own) else ""
        return Answer("\n\n".join(mine.standing(knowledge, one) for one in own) + more, rests_on=_rows(own))


def _numbered(question: Question, knowledge: Session, number: str) -> Answer:
    """One report with its steps; another's is not told from one that never was."""
    found = mine.numbered(knowledge, question.person_id, number)
    if found is None:
        return Answer(f"没查到您提交的编号{number}，请看看数字对不对。发「我反映的事怎么样了」看您自己的。")
    steps = "\n".join(mine.step_words(step) for step in mine.steps_shown(knowledge, found))
    return Answer(mine.standing(knowledge, found), rest=f"经过：\n{steps}", rests_on=_rows([found]))


def _rows(reports: Sequence[Report]) -> tuple[tuple[str, int], ...]:
    return tuple(("report", one.id) for one in reports)
