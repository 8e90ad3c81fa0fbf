"""「明天下雨不」: the newest weather notice, else where to ask."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import wording
from actions.base import Answer, FarmAction, Question
from knowledge.models import contact
from knowledge.models.notice import Notice

FRESH_DAYS = 3


class AskWeather(FarmAction):
    """Weather is answered from notices of the last days alone: an old forecast misleads."""

    intent = "ask_weather"
    example = "明天下雨不"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The newest 气象 notice that still holds."""
        notice = knowledge.scalar(
            select(Notice)
            .where(
                Notice.status == "published",
                Notice.category == "气象",
                Notice.date > question.today - timedelta(FRESH_DAYS),
                (Notice.valid_to.is_(None)) | (Notice.valid_to >= question.today),
            )
            .order_by(Notice.date.desc(), Notice.id.desc())
            .limit(1)
        )
        station = contact.reachable(knowledge, "county_weather", "县气象局或看手机天气预报")
        if notice is None:
            return Answer(f"我没有逐日天气预报，近几天也没有气象通知。请问{station}。")
        return Answer(
            f"逐日预报我没有，请问{station}。最近的气象通知：\n{wording.titled(notice.title)}\n{notice.body}\n"
            f"{notice.publisher}，{wording.day(notice.date, question.today)}",
            rests_on=(("notice", notice.id),),
        )
