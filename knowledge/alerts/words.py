"""Alerts in words for farmers."""

from datetime import date

from knowledge.alerts.figures import Figure
from knowledge.alerts.wish import said
from knowledge.models.price_alert import BELOW
from knowledge.wording import day

_TOWARDS = {True: ("低于", "跌到"), False: ("高于", "涨到")}


def wanted(direction: str, threshold: int, last: int, unit: str) -> str:
    """低于0.80元/斤, 涨到7.00元/斤."""
    strictly, reached = _TOWARDS[direction == BELOW]
    return f"{reached if threshold == last else strictly}{said(threshold, unit)}"


def push(name: str, wish: str, direction: str, figure: Figure, today: date) -> str:
    """What is sent once the price has crossed."""
    fell = direction == BELOW
    return "\n".join(
        [
            f"【价格提醒】{name}{'跌到' if fell else '涨到'}{figure}",
            f"{figure.market} {day(figure.day, today)}",
            f"您等的是：{wish}",
            f"来源：{figure.source}，仅供参考",
            f"{'涨回去又跌下来' if fell else '跌回去又涨上来'}时再告诉您。不要了，回复「取消{name}提醒」。",
        ]
    )


def brief(name: str, figure: Figure) -> dict[str, str]:
    """The same for a way that takes no whole text."""
    return {"subject": name, "figure": str(figure), "day": figure.day.isoformat()}
