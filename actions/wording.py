"""Words that several answers share."""

from datetime import date, datetime

from knowledge.clock import local
from knowledge.wording import day, link, titled

__all__ = ["day", "link", "titled"]

NO_FEES = "求职不需要先交钱。收押金、扣证件的，发「举报1」这样告诉我。"
PAY_AFTER_LOOKING = "先看货后付款，不付订金给陌生人；有骗人的，发「举报1」这样告诉我。"
KEPT = "已记下，工作人员会看到；有了答复，您下次发消息时就告诉您。"


def age(moment: date, today: date) -> str:
    """今天, 昨天, 3天前."""
    days = (today - moment).days
    return {0: "今天", 1: "昨天", -1: "明天"}.get(days, f"{days}天前" if days > 0 else f"{-days}天后")


def last_day(expires_at: datetime, today: date) -> str:
    """The last day on which something that ends at a midnight holds."""
    end = local(expires_at)
    return day(date.fromordinal(end.date().toordinal() - (1 if (end.hour, end.minute) == (0, 0) else 0)), today)


def numbered(labels: list[str]) -> str:
    """A list to choose from by number."""
    return "\n".join(f"{number} {label}" for number, label in enumerate(labels, 1))
