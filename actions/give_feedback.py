"""「补贴没发到我手上」: something went wrong: it becomes a report with a number, an owner and a day to answer by."""

import re

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question
from actions.posting import CONFIRM, CONFIRMED, DOUBTED, DROPPED, STEP
from knowledge import danger
from knowledge.deeds import Deed
from knowledge.reports import filing
from knowledge.reports.running import DAYS

WORDS, REGION, ANONYMOUS = "words", "region", "anonymous"
_FAKE = re.compile(r"(?:假|劣|冒牌|过期|失效).{0,2}(?:种|药|肥|农资|饲料|苗)|(?:种子?|药|肥料?|饲料)是假")
_WHERE_TO = (
    "买到假种子、假药、假肥：留好样品、包装和发票，打12316（农业）或12315（市场监管）投诉，也可找县农业综合执法大队。"
)
_FIRST = "【急】先把人撤到安全的地方，再打110、119，报镇里值班。"
# Words that announce a report and are none.
_VAGUE = re.compile(
    r"(?:我们?|要|想|给|你们?|跟|来|提|个|点|条|件|一下|下|有|说|找|反映|反馈|投诉|举报|意见|建议|情况|问题|诉求|事情?|啊|呢|的)+"
)
_URGENT = "急事请打12345。"


class GiveFeedback(FarmAction):
    """A complaint or report, asked for part by part, shown as a whole, and filed on a yes."""

    intent = "give_feedback"
    example = "补贴没发到我手上"
    # Two who report the same in the same words have a number each.
    is_personal = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """What is missing, the report to say yes or no to, or its number; fake seed and pesticide have a hint first."""
        step = question.value(STEP)
        if step == DROPPED:
            return Answer(f"好的，没有提交。想起来了再说。{_URGENT}")
        words = _words(question)
        if not words:
            return Answer(f"请说是什么事：在哪里，出了什么事。{_URGENT}", waits_for=WORDS)
        if step == CONFIRMED and _is_placed(question):
            return _filed(question, knowledge, words)
        if step == DOUBTED:
            return Answer("要改哪里直接说，比如地方；接着发 1 提交，发 0 不提交。", waits_for=CONFIRM)
        asked = _asked(question, words)
        # Kept for staff with the first of it: it may never be finished.
        return Answer(
            _hint(question) + asked, is_open=_is_first(question), waits_for=CONFIRM if _is_placed(question) else REGION
        )


def _hint(question: Question) -> str:
    """What cannot wait until it is filed."""
    if danger.urgency(question.text) == danger.FLOOD:
        return f"{_FIRST}\n"
    return f"{_WHERE_TO}\n" if _FAKE.search(question.text) else ""


def _words(question: Question) -> str:
    """What he wrote, without what only announces it."""
    parts = [part for part in re.split(r"(?<=[，,。；;！!\n])", question.text) if part]
    while parts and _VAGUE.fullmatch(parts[0].strip("，,。；;！!\n ")):
        parts.pop(0)
    return "".join(parts).strip("，, \n")


def _asked(question: Question, words: str) -> str:
    if not _is_placed(question):
        return f"您反映的已记下。在哪个乡镇、哪个村？发给我，好交给管的单位。{_URGENT}"
    nameless = "不告诉被反映的单位您是谁。" if question.value(ANONYMOUS) else "不想让被反映的单位知道是您，发「匿名」。"
    return (
        f"您反映的已记下，看对不对：\n{words}\n地方：{_place(question)}\n"
        f"对的发 1 提交，不提交发 0。{nameless}\n{_URGENT}"
    )


def _filed(question: Question, knowledge: Session, words: str) -> Answer:
    region = _region(question)
    planned = filing.plan(knowledge, words, region, question.now)
    number = filing.free_ticket(knowledge, question.today)
    until = filing.due_words(knowledge, planned.kind.clock, planned.due_at)
    length = f"{planned.kind.figure}{'个工作日' if planned.kind.clock == DAYS else '小时'}"
    owner = f"，交{planned.unit.name}办理" if planned.unit else ""
    fields = {
        "ticket_no": number, "words": words, "place": _place(question), "region_code": region or "",
        "anonymous": question.value(ANONYMOUS),
    }  # fmt: skip
    said = (
        f"已提交，编号{number}{owner}，{until}答复您（{length}）。\n看进度发编号，或发「我反映的事怎么样了」。{_URGENT}"
    )
    return Answer(said, deeds=(Deed.of("report", fields),))


def _is_placed(question: Question) -> bool:
    return bool(question.regions or question.value("place") or question.has_place)


def _is_first(question: Question) -> bool:
    """Whether nothing has been added to what was written first."""
    return not any(question.value(kind) for kind in (STEP, WORDS, ANONYMOUS, "place"))


def _region(question: Question) -> str | None:
    return question.regions[0] if question.regions else question.place if question.has_place else None


def _place(question: Question) -> str:
    """The township and, where he said more, his own words."""
    code, said = _region(question), question.value("place")
    named, short = (question.names.places.path(code), question.names.places.name(code)) if code else ("", "")
    if short and said.startswith(short):
        # 漆河镇白鹤村 says the township already.
        return named.removesuffix(short) + said
    return named if said in named else f"{named} {said}".strip()
