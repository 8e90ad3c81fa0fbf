"""「种粮补贴好久发」: notices and policies, expired ones marked."""

import re

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions import as_sent, passages, wording
from actions.base import Answer, Choice, FarmAction, Question
from knowledge import search
from knowledge.models.notice import Notice

KIND = "notice"
ENOUGH = 0.34
# So many are listed at once; 「更多」 brings the others.
FIRST, MOST_LISTED = 3, 12
_NOT_FOUND = "没找到说这件事的通知。"
# What is often asked of a notice, and how a notice says it.
_SAYS = (
    (
        re.compile(r"(?:好多|多少|几多?)(?:块|元)?钱|几块|几多|补.{0,3}(?:好多|多少|几)|交(?:好多|多少)|补贴标准"),
        re.compile(r"[\d一二三四五六七八九十百千万两]\s*(?:元|块|%|％)|百分之"),
        "金额",
    ),
    (
        re.compile(r"什么时候|么子时候|几时|好久|哪[天月]|几[号月]|截止|到期|期限"),
        re.compile(r"[\d一二三四五六七八九十]+(?:月|日|号|个工作日|天内)|[月年]底|[春夏秋冬]季"),
        "日期",
    ),
)
_GENERAL = re.compile(
    r"申请|办理|手续|条件|标准|名额|报名|领取|政策|规定|今年|明年|去年|多少钱|交多少|登记|村里|镇里|县里"
)
_ANY_NOTICE = re.compile(
    r"(?:有|发)(?:什么|么子|啥|没有|冇得|哪些)?(?:新)?(?:的)?(?:通知|公告|政策|文件)|最新(?:通知|政策|公告)|最近.{0,4}(?:通知|政策)"
)


class AskNotice(FarmAction):
    """What the government has published."""

    intent = "ask_notice"
    example = "种粮补贴好久发"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The notice that fits, else the newest ones and an open question."""
        for title in question.values("title"):
            chosen = knowledge.scalars(_published().where(Notice.title == title)).first()
            if chosen:
                return _one(chosen, question)
        asked = passages.matter(question)
        # What every notice says tells none from another, unless nothing else is asked for.
        about = _GENERAL.sub(" ", asked)
        found = search.find(knowledge, about if about.strip() else asked, kinds=(KIND,), limit=4)
        for hit in found:
            if hit.coverage >= ENOUGH and hit.headed > 0:
                return _one(knowledge.get_one(Notice, hit.passage.row_id), question)
        newest = _newest(knowledge, question)
        if newest and _ANY_NOTICE.search(question.text):
            return _listed(newest, question, "最近的通知，回复数字看：", is_open=False)
        if newest:
            return _listed(newest, question, f"{_NOT_FOUND}{wording.KEPT}\n最近的通知，回复数字看：", is_open=True)
        return Answer(f"{_NOT_FOUND}{wording.KEPT}", is_open=True)


def _one(notice: Notice, question: Question) -> Answer:
    text = as_sent.notice(notice, question.today, _unsaid(notice, question))
    return Answer(text, rests_on=(("notice", notice.id),))


def _unsaid(notice: Notice, question: Question) -> list[str]:
    """A line on what is asked for and does not stand in the notice."""
    missing = [name for asked, says, name in _SAYS if asked.search(question.text) and not says.search(notice.body)]
    return [f"通知里没写{'、'.join(missing)}，请问村里或乡镇政府。"] if missing else []


def _newest(knowledge: Session, question: Question) -> list[Notice]:
    valid = (Notice.valid_to.is_(None)) | (Notice.valid_to >= question.today)
    return list(knowledge.scalars(_published().where(valid).limit(MOST_LISTED)))


def _published() -> Select[Notice]:
    return select(Notice).where(Notice.status == "published").order_by(Notice.date.desc(), Notice.id)


def _listed(notices: list[Notice], question: Question, before: str, is_open: bool) -> Answer:
    choices = tuple(Choice(notice.title, "ask_notice", (("title", notice.title),)) for notice in notices)
    labels = [f"{notice.title}（{wording.day(notice.date, question.today)}）" for notice in notices]
    lines = wording.numbered(labels).split("\n")
    first = "\n".join([before, *lines[:FIRST]])
    return Answer(first, choices=choices, is_open=is_open, rest="\n".join(lines[FIRST:]))
