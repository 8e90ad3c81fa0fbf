"""「补贴没发到我手上」: something went wrong: a person looks at it."""

import re

from sqlalchemy.orm import Session

from actions.base import Answer, KeptForStaff, Question

_FAKE = re.compile(r"(?:假|劣|冒牌|过期|失效).{0,2}(?:种|药|肥|农资|饲料|苗)|(?:种子?|药|肥料?|饲料)是假")
_WHERE_TO = (
    "买到假种子、假药、假肥：留好样品、包装和发票，打12316（农业）或12315（市场监管）投诉，也可找县农业综合执法大队。"
)


class GiveFeedback(KeptForStaff):
    """A complaint or report."""

    intent = "give_feedback"
    example = "补贴没发到我手上"
    promise = "您反映的已记下，工作人员会看到；有了答复，您下次发消息时就告诉您。急事请打12345。"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Says what happens with it; who bought fake seed or pesticide is told where to turn at once."""
        where = f"{_WHERE_TO}\n" if _FAKE.search(question.text) else ""
        return Answer(where + self.promise, is_open=True)
