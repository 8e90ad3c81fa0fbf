"""「种粮补贴好久发」: notices and policies, expired ones marked."""

import re

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions import passages, wording
from actions.base import Answer, Choice, FarmAction, Question
from knowledge import search
from knowledge.models.notice import Notice

KIND = "notice"
ENOUGH = 0.34
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
            return _listed(
                newest, question, f"还没有这件事的通知。{wording.KEPT}\n最近的通知，回复数字看：", is_open=True
            )
        return Answer(f"还没有这件事的通知。{wording.KEPT}", is_open=True)


def _one(notice: Notice, question: Question) -> Answer:
    expired = notice.valid_to is not None and notice.valid_to < question.today
    lines = [
        *([f"⚠ 已过期（有效到{wording.day(notice.valid_to, question.today)}）"] if expired and notice.valid_to else []),
        notice.title if notice.title.startswith("【") else f"【{notice.title}】",
        notice.body,
        "，".join(
            part for part in (notice.publisher, notice.document_no, wording.day(notice.date, question.today)) if part
        )
        + "，以原文为准",
    ]
    return Answer("\n".join(lines), rests_on=(("notice", notice.id),))


def _newest(knowledge: Session, question: Question) -> list[Notice]:
    valid = (Notice.valid_to.is_(None)) | (Notice.valid_to >= question.today)
    return list(knowledge.scalars(_published().where(valid).limit(3)))


def _published() -> Select[Notice]:
    return select(Notice).where(Notice.status == "published").order_by(Notice.date.desc(), Notice.id)


def _listed(notices: list[Notice], question: Question, before: str, is_open: bool) -> Answer:
    choices = tuple(Choice(notice.title, "ask_notice", (("title", notice.title),)) for notice in notices)
    labels = [f"{notice.title}（{wording.day(notice.date, question.today)}）" for notice in notices]
    return Answer(f"{before}\n{wording.numbered(labels)}", choices=choices, is_open=is_open)
