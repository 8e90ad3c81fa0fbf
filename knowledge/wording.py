"""Words that every text to a farmer shares: titles, days, links to pages."""

import re
from datetime import date

from knowledge import settings


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


def titled(title: str) -> str:
    """A title in brackets; one that begins with brackets of its own gets no second pair."""
    return title if title.startswith("【") else f"【{title}】"
