"""Words that several answers share."""

import re
from datetime import date, datetime

from knowledge import settings
from knowledge.clock import local

NO_FEES = "求职不需要先交钱。收押金、扣证件的请举报。"
PAY_AFTER_LOOKING = "先看货后付款，不付订金给陌生人。"
KEPT = "已记下，工作人员会看到；有了答复，您下次发消息时就告诉您。"


def link(label: str, path: str) -> list[str]:
    """A line that leads to a page; none where farmers could not open it."""
    told = settings.current()
    here = re.match(r"https?://(?:127\.|localhost|\[::1\]|0\.0\.0\.0)", told.public_url)
    return [] if here and told.wechat_token else [f"{label} {told.public_url}{path}"]


def day(moment: date, today: date) -> str:
    """11月22日, with the year when it is not this one."""
    return (
        f"{moment.month}月{moment.day}日"
        if moment.year == today.year
        else f"{moment.year}年{moment.month}月{moment.day}日"
    )


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


def titled(title: str) -> str:
    """A title in brackets; one that begins with brackets of its own gets no second pair."""
    return title if title.startswith("【") else f"【{title}】"
