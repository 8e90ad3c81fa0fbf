"""Goods and work that people offer or look for: what was understood is repeated, and staff publish it."""

from abc import ABC, abstractmethod

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question

# What an answer "asks" while a post lacks something: what is sent next may be added to it.
POST = "post"


class Posting(FarmAction, ABC):
    """A post, taken down for staff."""

    @property
    @abstractmethod
    def parts(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """What a post should say: kinds of entities that say it, and its name."""

    @property
    @abstractmethod
    def subject(self) -> str:
        """您要卖的, 招工; abstract, since rasa-sdk registers every class that is not."""

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """What was understood, what is missing, and what happens with it."""
        said = [_said(question, kinds) for kinds, _ in self.parts]
        missing = [name for (_, name), values in zip(self.parts, said, strict=True) if not values]
        heard = "，".join("、".join(values) for values in said if values)
        lines = [f"{self.subject}已记下{'：' if heard else '。'}{heard}"]
        if missing:
            lines.append(f"还缺：{'、'.join(missing)}。接着发给我，一起记下。")
        lines.append("工作人员核实后发布；结果您下次发消息时告诉您。")
        return Answer("\n".join(lines), is_open=True, asks=POST if missing else "")


def _said(question: Question, kinds: tuple[str, ...]) -> list[str]:
    values = [value for kind in kinds for value in question.values(kind)]
    return [question.names.places.name(code) if (code := _code(question, value)) else value for value in values]


def _code(question: Question, value: str) -> str | None:
    return question.names.places.find(value) if value in question.values("region") else None


GOODS, AMOUNT, PRICE = (("commodity",), "什么货"), (("quantity",), "数量"), (("price", "wage"), "价格")
PLACE, PHONE = (("region", "market"), "在哪里"), (("phone",), "电话")
WORK, HEADS, PAY = (("job_type", "commodity"), "做什么"), (("quantity",), "几个人"), (("wage", "price"), "工钱")
