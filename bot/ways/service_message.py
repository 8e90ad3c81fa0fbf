"""WeChat's customer-service messages: five within 48 hours of what the person wrote."""

from datetime import datetime

from actions import fit
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_errors import Kind, WeChatRefused
from bot.state import State
from bot.ways import Check, Way
from knowledge.db import Session
from knowledge.known import headed
from knowledge.pushes import allowed, line
from knowledge.pushes.line import Parcel
from knowledge.settings import Settings

# Until the person writes, nothing else would arrive either.
_CLOSES_OFF = frozenset({Kind.PERSON, Kind.CLOSED})


def open_way(settings: Settings, state: State) -> Way | None:
    """The way, for an account that may call WeChat."""
    return of(WeChatApi(settings, state)) if settings.wechat_secret else None


def of(api: WeChatApi) -> Way:
    """The way by this account."""

    def send(parcel: Parcel, openid: str, check: Check) -> str:
        if parcel.drawn:
            api.send_image(openid, parcel.drawn, check)
            return ""
        page, rest = fit.first_page(headed(parcel.kind, parcel.text))
        api.send_text(openid, fit.with_hint(page, rest), check)
        return ""

    return Way(
        allowed.SERVICE,
        1,
        "wechat",
        lambda now: allowed.in_window(now) & allowed.within_quota(),
        send,
        refused=_refused,
    )


def _refused(session: Session, parcel: Parcel, refusal: WeChatRefused, now: datetime) -> None:
    if refusal.kind in _CLOSES_OFF:
        line.close_off(session, parcel.person_id, refusal.code, now)
