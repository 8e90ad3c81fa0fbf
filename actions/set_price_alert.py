"""「白菜低于8毛叫我」: a price to watch; what is missing is asked, and the alert is repeated with today's price."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions import alerts, quotes, wording
from actions.base import Answer, Choice, FarmAction, Question
from actions.posting import DROPPED, STEP
from knowledge.alerts import figures, kept, wish, words
from knowledge.alerts.figures import Figure
from knowledge.alerts.wish import Threshold
from knowledge.catalogue import CommodityName
from knowledge.deeds import Deed
from knowledge.models.price_alert import ABOVE, ARMED, BELOW, FIRED

_NUMBER = r"[\d一二两三四五六七八九十百半]"
_DOWN = re.compile(r"低[于过]|跌|降|掉|落|不到|少于|小于|便宜|以下|之下|下来")
_UP = re.compile(rf"高[于过]|涨|升|超|(?<!跌)破|(?<![低])过(?={_NUMBER})|以上|之上|上了|大于")
_STRICTLY = re.compile(rf"低[于过]|高[于过]|破|超|不到|少于|小于|大于|过(?={_NUMBER})")
_BUYS = re.compile(r"买|进货|补栏|囤|去拉|拖货|抓[猪鸡鸭]")
_UNIT = re.compile(r"[一每](斤|公斤|千克|吨|担|包|袋|筐|箱|头|只|个|盒|株|把|枝)")
_CHANGED = re.compile(r"改|换成")
# What the second time says: the price is there already, and the next crossing is meant.
_NEXT = "next"


@dataclass(frozen=True)
class _Wish:
    commodity: CommodityName
    direction: str
    threshold: Threshold
    last: int
    figure: Figure | None

    @property
    def words(self) -> str:
        """低于0.80元/斤."""
        return words.wanted(self.direction, self.threshold.fen, self.last, self.threshold.unit)


class SetPriceAlert(FarmAction):
    """A price that a farmer waits for."""

    intent = "set_price_alert"
    example = "白菜低于8毛叫我"
    is_personal = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Keeps the alert, or asks for what it lacks, one thing at a time."""
        if question.value(STEP) == DROPPED:
            return Answer("好的，不设提醒。")
        return alerts.together([_of_one(part, knowledge) for part in alerts.each(question)])


def _of_one(question: Question, knowledge: Session) -> Answer:
    if not question.commodities:
        return alerts.which_goods(question)
    found = _narrowed(question, knowledge, question.commodities[0])
    if isinstance(found, Answer):
        return found
    if not question.values("price"):
        return Answer(
            f"{found.name}到多少钱叫您？比如：{alerts.example(question, knowledge, found)}", waits_for="price"
        )
    asked = _wish(question, knowledge, found)
    if asked is None:
        return Answer(_not_quoted_so(question, found), waits_for="price")
    return _kept(question, knowledge, asked)


def _narrowed(question: Question, knowledge: Session, commodity: CommodityName) -> CommodityName | Answer:
    """The goods whose price is watched: of a name for several kinds, the one that is quoted, or the choice of them."""
    if quotes.with_quotes(knowledge, [commodity], question.today):
        return commodity
    below = quotes.with_quotes(knowledge, question.names.descendants(commodity), question.today)
    if len(below) <= 1:
        return below[0] if below else commodity
    choices = quotes.choices(below, question)
    text = f"{commodity.name}有好几种，您等哪种的价？回复数字：\n{wording.numbered([c.label for c in choices])}"
    return Answer(text, choices=choices)


def _wish(question: Question, knowledge: Session, commodity: CommodityName) -> _Wish | None:
    """What is waited for; None where nobody quotes the price in the unit that was said."""
    prices = question.values("price")
    value = _in_unit(prices[-1] if _CHANGED.search(question.text) else prices[0], question.text)
    told = _told_direction(question.text)
    threshold = wish.threshold(value, told or ABOVE)
    if threshold is None:
        return None
    market = question.markets[0].id if question.markets else None
    figure = figures.best(knowledge, commodity.id, market, question.near, threshold.unit, question.today)
    direction = told or _by_present_price(question.text, threshold, figure)
    # Without a word for it, what is waited for is the figure itself.
    last = wish.bound(threshold.fen, direction, is_strict=bool(told and _STRICTLY.search(question.text)))
    return _Wish(commodity, direction, threshold, last, figure)


def _in_unit(price: str, text: str) -> str:
    """The price in the unit that the sentence names elsewhere (一包跌到90块), which was read as one for a jin."""
    if price.replace(".", "", 1).isdecimal():
        price = f"{price}{wish.PER_JIN}"
    named = _UNIT.findall(text)
    return f"{price.removesuffix('斤')}{named[-1]}" if named and price.endswith(wish.PER_JIN) else price


def _not_quoted_so(question: Question, commodity: CommodityName) -> str:
    _, is_figure, unit = _in_unit(question.values("price")[-1], question.text).rpartition("元/")
    before = f"没有人按「{unit}」报{commodity.name}的价。" if is_figure else ""
    return f"{before}您等的是多少钱一斤？比如：两块"


def _told_direction(text: str) -> str:
    """Which way the words say; of both the one said last, empty for neither."""
    down, up = ([match.start() for match in way.finditer(text)] for way in (_DOWN, _UP))
    if not down and not up:
        return ""
    return BELOW if max(down, default=-1) > max(up, default=-1) else ABOVE


def _by_present_price(text: str, threshold: Threshold, figure: Figure | None) -> str:
    if figure is not None and figure.fen != threshold.fen:
        return BELOW if threshold.fen < figure.fen else ABOVE
    return BELOW if _BUYS.search(text) else ABOVE


def _kept(question: Question, knowledge: Session, asked: _Wish) -> Answer:
    mine = kept.of_person(knowledge, question.person_id, question.today)
    old = [
        one for one in mine if (one.alert.commodity_id, one.alert.direction) == (asked.commodity.id, asked.direction)
    ]
    if len(mine) - len(old) >= kept.MOST:
        return Answer(f"您已经有{kept.MOST}个提醒，最多这么多。发「我的提醒」取消用不着的，再设新的。")
    figure = asked.figure
    is_across = bool(
        figure and figure.is_fresh(question.today) and wish.is_across(figure.fen, asked.last, asked.direction)
    )
    if is_across and not question.values(_NEXT):
        return _already(question, asked)
    lines = [
        f"记下了：{asked.commodity.name}{asked.words}时叫您。",
        *([f"（原来等的{old[0].wish}不等了）"] if old else []),
        alerts.now(figure, question.today) if figure else _unquoted(question, asked.commodity),
        alerts.WHEN,
        f"不要了，回复「取消{asked.commodity.name}提醒」。",
    ]
    rests_on = (("quote", figure.quote_id),) if figure else ()
    return Answer("\n".join(lines), rests_on, deeds=(_deed(question, asked, FIRED if is_across else ARMED),))


def _unquoted(question: Question, commodity: CommodityName) -> str:
    """That nobody quotes it yet, and where it will be read."""
    if question.markets:
        return f"{question.markets[0].name}还没有{commodity.name}的报价，有了就照它看。"
    return alerts.now(None, question.today)


def _already(question: Question, asked: _Wish) -> Answer:
    assert asked.figure  # noqa: S101 - it is what is there already
    again = "涨回去，再跌下来" if asked.direction == BELOW else "跌回去，再涨上来"
    labels = [f"等它{again}时叫我", "不用提醒了"]
    text = f"{asked.commodity.name}现在就是{asked.figure}，您等的是{asked.words}，已经到了。"
    lines = [text, alerts.now(asked.figure, question.today), "还要提醒吗？回复数字：", wording.numbered(labels)]
    entities = (*question.entities, (_NEXT, "1"))
    choices = (Choice(labels[0], question.intent, entities), Choice(labels[1], "deny", ()))
    return Answer("\n".join(lines), (("quote", asked.figure.quote_id),), choices)


def _deed(question: Question, asked: _Wish, state: str) -> Deed:
    market = question.markets[0].id if question.markets else ""
    fields = {
        "commodity": str(asked.commodity.id),
        "market": str(market),
        "region": "" if market else question.near,
        "series": str(asked.figure.series_id) if asked.figure else "",
        "direction": asked.direction,
        "threshold": str(asked.threshold.fen),
        "bound": str(asked.last),
        "unit": asked.threshold.unit,
        "words": question.text,
        "state": state,
    }
    return Deed.of("price_alert", fields)
