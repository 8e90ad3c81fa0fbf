"""WeChat's subscription messages (订阅通知): one for each time that a person has agreed, whenever he wrote last."""

import re
from datetime import date, datetime

from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_errors import Kind, WeChatRefused
from bot.state import State
from bot.ways import Check, Way
from knowledge.db import Session
from knowledge.pushes import allowed, consents
from knowledge.pushes.line import Parcel
from knowledge.settings import Settings

# What a template's field holds at most, by the letters of its name; a longer value is refused whole.
_MOST = {"thing": 20, "phrase": 5, "name": 10}
_PARTS = ("subject", "figure", "day")


def open_way(settings: Settings, state: State) -> Way | None:
    """The way, for an account that may call WeChat and has a template."""
    if not settings.wechat_secret or not settings.wechat_alert_template:
        return None
    return of(WeChatApi(settings, state), settings.wechat_alert_template)


def of(api: WeChatApi, template: str) -> Way:
    """The way by this account and template: its id, then its fields for the goods, the figure and the day."""
    template_id, *fields = template.split(":")

    def send(parcel: Parcel, openid: str, check: Check) -> str:
        brief = parcel.brief or {}
        values = {field: fitted(field, part, brief.get(part, "")) for field, part in zip(fields, _PARTS, strict=True)}
        return api.send_subscribed(openid, template_id, values, check)

    def claimed(session: Session, parcel: Parcel, now: datetime) -> None:
        consents.change(session, parcel.person_id, template_id, -1, now)

    def released(session: Session, parcel: Parcel, now: datetime) -> None:
        consents.change(session, parcel.person_id, template_id, 1, now)

    def refused(session: Session, parcel: Parcel, refusal: WeChatRefused, now: datetime) -> None:
        if refusal.kind is Kind.PERSON:
            consents.end(session, parcel.person_id, template_id, now)

    rule = lambda _now: allowed.consented(template_id)  # noqa: E731
    return Way(allowed.SUBSCRIBED, 2, "wechat", rule, send, claimed, released, refused)


def fitted(field: str, part: str, value: str) -> str:
    """A value as a field of this kind takes it."""
    kind = re.sub(r"\d+$", "", field)
    if part == "day":
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日" if kind in ("date", "time") else f"{day.month}月{day.day}日"
    if part == "figure" and kind in ("amount", "number", "character_string"):
        figure = value.partition("元")[0]
        return f"{figure}元" if kind == "amount" else figure
    return value[: _MOST.get(kind, 32)]
