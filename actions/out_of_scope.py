"""「打开微信」: what we do not do, said plainly, and kept all the same."""

import re

from sqlalchemy.orm import Session

from actions import examples
from actions.base import Answer, FarmAction, Question

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")


class OutOfScope(FarmAction):
    """Anything that is no matter of ours, nonsense included."""

    intent = "out_of_scope"
    example = "打开微信"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Says what can be asked; staff see what was said, unless no word is in it. Pinyin was heard as Chinese."""
        menu = examples.menu(question, knowledge)
        if not _HAN.search(question.text):
            return Answer(f"没看懂，这个我帮不上。\n{menu}")
        return Answer(f"这个我帮不上，已记下您的话，工作人员会看到。\n{menu}", is_open=True)
