"""「举报1」: what a reader says against a post that he was shown."""

from actions.base import Answer, Question
from knowledge.deeds import Deed

# The entity that says that the post which was picked is complained of.
ACCUSED = "accused"
_WHAT_TO_DO = "钱没给的先别给；已经被骗的马上打110，或打反诈专线96110。"


def taken(question: Question, kind: str, number: int) -> Answer | None:
    """What the reader is told, with the deed; None where he says nothing against the post."""
    if not question.value(ACCUSED):
        return None
    deed = Deed.of("accusation", {"kind": kind, "number": str(number), "words": question.text})
    return Answer(f"谢谢您，举报收到，工作人员会查；别的人也举报，就先撤下。\n{_WHAT_TO_DO}", deeds=(deed,))
