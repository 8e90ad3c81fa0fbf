"""「我要请十个人摘茶」: hiring."""

import re
from collections.abc import Mapping

from actions import posting
from actions.base import Question

_PAY = re.compile(r"(?P<figure>\d{1,9}(?:\.\d{1,4})?(?:-\d{1,9}(?:\.\d{1,4})?)?)(?P<unit>元/\w{1,8})?")
# Nobody earns so much a day.
_BY_THE_MONTH = 1000


class PostJob(posting.Posting):
    """A job that a farmer offers."""

    intent = "post_job"
    example = "我要请十个人摘茶"
    subject = "您招工的"
    sort = "job"
    parts = (posting.WORK, posting.HEADS, posting.PAY, posting.PLACE, posting.PHONE)

    def heard(self, question: Question) -> Mapping[str, str]:
        """Work, heads, pay, place and phone."""
        return {
            "job_type": question.value("job_type") or _about(question),
            "heads": _heads(question),
            "wage": _pay(question),
            "region": posting.place(question),
            "phone": question.value("phone"),
        }


def _about(question: Question) -> str:
    """Work that is known by its crop alone."""
    return question.commodities[0].name if question.commodities else question.value("commodity")


def _heads(question: Question) -> str:
    said = question.value("heads") or next((v for v in question.values("quantity") if v.endswith("人")), "")
    return f"{said}人" if said.isdecimal() else said


def _pay(question: Question) -> str:
    """150元/天; a figure without a time is one of a day, a large one of a month."""
    found = _PAY.fullmatch(question.value("wage") or question.value("price"))
    if not found:
        return question.value("wage")
    unit = found["unit"] or ""
    if unit in ("", "元/斤") and "斤" not in question.text:
        unit = "元/月" if float(found["figure"].partition("-")[0]) >= _BY_THE_MONTH else "元/天"
    return f"{found['figure']}{unit}"
