"""Goods and work that people offer or look for: asked for part by part, shown as a whole, and sent on a yes."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question
from knowledge.deeds import Deed

# What an answer waits for once nothing is missing.
CONFIRM = "confirm"
# The entity that says what the farmer wants with the form itself, and its values.
STEP = "form"
CONFIRMED, DOUBTED, DROPPED, UNHEARD = "confirmed", "doubted", "dropped", "unheard"
_ALTER = "要改哪样直接说，比如：价格1块8；接着发 1 就交上去，发 0 不发了。"


@dataclass(frozen=True)
class Part:
    """One thing that a post must say: the kind that is waited for, its name, how it is asked for."""

    waits_for: str
    name: str
    question: str


class Posting(FarmAction, ABC):
    """A post: nothing of it is public before staff have agreed."""

    @property
    @abstractmethod
    def parts(self) -> tuple[Part, ...]:
        """What a post must say, in the order of asking."""

    @property
    @abstractmethod
    def subject(self) -> str:
        """您要卖的, 您招工的."""

    @property
    @abstractmethod
    def sort(self) -> str:
        """What the deed is told: supply, demand, job."""

    @abstractmethod
    def heard(self, question: Question) -> Mapping[str, str]:
        """What has been understood, by the part's `waits_for`; empty words for what is missing."""

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The next question, the whole post to say yes or no to, or what happens with it."""
        said, step = self.heard(question), question.value(STEP)
        missing = [part for part in self.parts if not said.get(part.waits_for)]
        if step == DROPPED:
            return Answer("好的，没有发。要发随时再说。")
        if missing:
            before = "这句没听明白。\n" if step == UNHEARD else ""
            return Answer(before + self._asked(said, missing), waits_for=missing[0].waits_for)
        if step == CONFIRMED:
            return Answer(
                f"收到，{self.subject}已交工作人员核实，没核实前别人看不到。\n核实好了或不能发，都会告诉您。\n"
                "想看或撤下，发：我发布的",
                deeds=(self._deed(question, said),),
            )
        if step in (DOUBTED, UNHEARD):
            return Answer(_ALTER, waits_for=CONFIRM)
        lines = [f"{part.name}：{said[part.waits_for]}" for part in self.parts]
        return Answer(
            "\n".join(
                [
                    f"{self.subject}，您看对不对：",
                    *lines,
                    "对的发 1，工作人员核实后发布，挂15天；不发了发 0。",
                    "要改直接说，比如：价格1块8",
                ]
            ),
            waits_for=CONFIRM,
        )

    def _asked(self, said: Mapping[str, str], missing: list[Part]) -> str:
        known = "，".join(said[part.waits_for] for part in self.parts if said.get(part.waits_for))
        head = f"{self.subject}：{known}" if known else f"好的，登记{self.subject}。"
        rest = f"（还差：{'、'.join(part.name for part in missing)}）" if len(missing) > 1 else ""
        return f"{head}\n{missing[0].question}{rest}"

    def _deed(self, question: Question, said: Mapping[str, str]) -> Deed:
        region = question.regions[0] if question.regions else _market_region(question) or question.place
        return Deed.of("post", {"sort": self.sort, "words": question.text, "region_code": region, **said})


def place(question: Question) -> str:
    """Where it is: in the farmer's words, by the names that were understood, else where he has told us that he is."""
    names = [question.names.places.path(code) for code in question.regions]
    names += [market.name for market in question.markets]
    names += [question.names.places.path(question.place)] if question.has_place else []
    return question.value("place") or next(iter(names), question.value("region"))


def _market_region(question: Question) -> str:
    return next((market.region_code or "" for market in question.markets), "")


GOODS = Part("commodity", "货物", "什么货？比如：椪柑")
AMOUNT = Part("quantity", "数量", "有多少？比如：两千斤、30头")
WANTED = Part("quantity", "数量", "要多少？比如：两千斤、30头")
PRICE = Part("price", "价格", "什么价？比如：1块5一斤，没定就发：面议")
PLACE = Part("region", "地方", "在哪个乡镇？比如：夷望溪镇")
PHONE = Part("phone", "电话", "留个联系电话（手机号或座机），别人好找您。")
WORK = Part("job_type", "做什么", "招人做什么？比如：摘茶")
HEADS = Part("heads", "招几个", "招几个人？")
PAY = Part("wage", "工钱", "工钱怎么算？比如：150一天，没定就发：面议")
