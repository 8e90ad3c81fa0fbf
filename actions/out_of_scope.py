"""「打开微信」: what we do not do, said plainly, and kept all the same."""

from sqlalchemy.orm import Session

from actions import wording
from actions.base import Answer, FarmAction, Question


class OutOfScope(FarmAction):
    """Anything that is no matter of ours, nonsense included."""

    intent = "out_of_scope"
    example = "打开微信"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Says what can be asked; staff see what was said."""
        return Answer(f"这个我帮不上，已记下您的话，工作人员会看到。\n{wording.MENU}", is_open=True)
