"""Subscriptions in a talk: what can be had, how a subject is called, and when it comes."""

from knowledge.models.subscription import JOBS, NEWSPAPER, NOTICES, PRICES

NAMES = {PRICES: "价格", JOBS: "招工", NOTICES: "通知", NEWSPAPER: "手机报"}
# WeChat lets us write by ourselves only so long after a message; yesterday's news is no news.
WHEN = (
    "每天早上7点到9点，合成一条发给您，只发新的和变了的，没有就不发。您超过48小时没说话，"
    "微信就不让我们主动发，要等您当天再说话时才告诉您。"
)
STOP = "不要了，回复「退订」。"
NO_PAPER = "手机报还没有出刊，出了第一期就告诉您。"
SUBJECT, ONE = "subject", "subscription"


def called(subject: str, commodity: str | None) -> str:
    """白菜价格, 招工."""
    return f"{commodity or ''}{NAMES[subject]}"
