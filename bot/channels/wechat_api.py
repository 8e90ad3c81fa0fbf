"""Calls to WeChat: one token for all processes, every errcode read, nothing sent twice."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from bot.channels.wechat_errors import Kind, WeChatRefused, kind_of
from bot.channels.wechat_picture import Picture, picture
from bot.state import State, lock
from knowledge.settings import Settings

CONNECT_SECONDS, READ_SECONDS = 3, 5
BUSY_TRIES = 3
_FETCH_SECONDS, _UPLOAD_SECONDS = 15, 40
# A token just fetched lives at least 300 seconds; one that is about to end is not worth keeping.
_SPARE_SECONDS, _LEAST_SECONDS = 300, 60
# WeChat keeps a temporary picture for three days; the last hour is left to what is under way.
MEDIA_SECONDS = 3 * 86_400 - 3600


def _unchecked() -> None:
    """Nothing is to be looked at before a call."""


class WeChatApi:
    """One official account's outward side."""

    def __init__(self, settings: Settings, state: State) -> None:
        self._base = settings.wechat_api_base.rstrip("/")
        self._appid, self._secret = settings.wechat_appid, settings.wechat_secret
        self._state = state
        self._key = f"wechat token:{self._appid}"
        self._http = requests.Session()

    def send_text(self, openid: str, text: str, check: Callable[[], None] = _unchecked) -> None:
        """A customer-service message; never repeated where it may have arrived.

        `check` is called whenever nothing but the call itself is left to do; what it raises goes through. Raises
        WeChatRefused.
        """
        self._send(openid, "text", {"content": text}, check)

    def send_subscribed(
        self, openid: str, template: str, values: dict[str, str], check: Callable[[], None] = _unchecked
    ) -> str:
        """A subscription message (订阅通知) with these fields; WeChat's number of it, empty where it gives none.

        Never repeated where it may have arrived; `check` as above. Raises WeChatRefused.
        """
        fields = {name: {"value": value} for name, value in values.items()}
        body = _json({"touser": openid, "template_id": template, "data": fields})
        answer = self._call("/cgi-bin/message/subscribe/bizsend", body, repeatable=False, check=check)
        return str(answer.get("msgid") or "")

    def send_image(self, openid: str, source: bytes | Path, check: Callable[[], None] = _unchecked) -> None:
        """A picture as a customer-service message, uploaded if WeChat does not have it; repeated as little as a text.

        `check` as above. Raises ValueError for a picture that WeChat would refuse, OSError for an unreadable file, and
        WeChatRefused.
        """
        shown = picture(source)
        media = self._media(shown, "")
        try:
            self._send(openid, "image", {"media_id": media}, check)
        except WeChatRefused as refusal:
            if refusal.kind is not Kind.MEDIA:
                raise
            self._send(openid, "image", {"media_id": self._media(shown, media)}, check)

    def upload_image(self, source: bytes | Path) -> str:
        """The media id of a picture, which is uploaded once in three days; raises as `send_image` does."""
        return self._media(picture(source), "")

    def create_menu(self, menu: dict[str, Any]) -> None:
        """Replaces the account's whole menu; raises WeChatRefused."""
        self._call("/cgi-bin/menu/create", _json(menu), repeatable=True)

    def _send(self, openid: str, kind: str, what: dict[str, str], check: Callable[[], None] = _unchecked) -> None:
        message = {"touser": openid, "msgtype": kind, kind: what}
        self._call("/cgi-bin/message/custom/send", _json(message), repeatable=False, check=check)

    def _media(self, shown: Picture, spent: str) -> str:
        """The picture's media id; `spent` is one that WeChat no longer knows."""
        key = f"wechat media:{self._appid}:{shown.digest}"
        return self._made_once(key, spent, lambda: self._uploaded(key, shown), _UPLOAD_SECONDS)

    def _uploaded(self, key: str, shown: Picture) -> str:
        # A picture that lies there twice does no harm.
        field = {"files": {"media": (shown.name, shown.content, shown.kind)}}
        answer = self._call("/cgi-bin/media/upload", field, repeatable=True, query={"type": "image"})
        media = answer.get("media_id")
        if not isinstance(media, str) or not media:
            raise WeChatRefused(Kind.UNKNOWN)
        self._state.set(key, media, MEDIA_SECONDS)
        return media

    def _call(
        self,
        path: str,
        body: dict[str, Any],
        *,
        repeatable: bool,
        query: dict[str, str] | None = None,
        check: Callable[[], None] = _unchecked,
    ) -> dict[str, Any]:
        """One call with at most one new token, and a few tries while WeChat says that it is busy."""
        spent = ""
        for attempt in range(BUSY_TRIES):
            token = self._token(spent)
            check()
            try:
                return self._post(path, body, {"access_token": token, **(query or {})})
            except WeChatRefused as refusal:
                if refusal.kind is Kind.TOKEN and not spent:
                    spent = token
                    self._state.delete(self._key, only=token)
                elif not _may_repeat(refusal.kind, repeatable) or attempt == BUSY_TRIES - 1:
                    raise
                else:
                    time.sleep(0.5 * 2**attempt * random.uniform(0.75, 1.25))  # noqa: S311 - spreads tries
        raise WeChatRefused(Kind.BUSY)

    def _token(self, spent: str) -> str:
        return self._made_once(self._key, spent, self._fetched, _FETCH_SECONDS)

    def _made_once(self, key: str, spent: str, make: Callable[[], str], seconds: int) -> str:
        """The kept value, or a new one: one process makes it, the others wait so many seconds for what it keeps."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            kept = self._state.get(key)
            if kept and kept != spent:
                return str(kept)
            with lock(self._state, key, seconds) as mine:
                if mine:
                    kept = self._state.get(key)
                    return str(kept) if kept and kept != spent else make()
            time.sleep(0.1)
        raise WeChatRefused(Kind.UNSENT)

    def _fetched(self) -> str:
        wanted = {"grant_type": "client_credential", "appid": self._appid, "secret": self._secret}
        answer = self._post("/cgi-bin/stable_token", _json({**wanted, "force_refresh": False}), {})
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise WeChatRefused(Kind.UNKNOWN)
        self._state.set(self._key, token, max(_LEAST_SECONDS, seconds - _SPARE_SECONDS))
        return token

    def _post(self, path: str, body: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
        timeout = (CONNECT_SECONDS, READ_SECONDS)
        try:
            response = self._http.post(self._base + path, params=query, timeout=timeout, allow_redirects=False, **body)
            answer = response.json()
        # The library's own messages hold the address, and with it the token.
        except requests.ConnectTimeout:
            raise WeChatRefused(Kind.UNSENT) from None
        except requests.ConnectionError as fault:
            raise WeChatRefused(Kind.UNSENT if "NewConnectionError" in repr(fault) else Kind.UNKNOWN) from None
        except (requests.RequestException, ValueError):
            raise WeChatRefused(Kind.UNKNOWN) from None
        if response.status_code != 200 or not isinstance(answer, dict):
            raise WeChatRefused(Kind.UNKNOWN)
        code = answer.get("errcode") or 0
        if code:
            raise WeChatRefused(kind_of(int(code)), int(code), str(answer.get("errmsg", "")))
        return answer


def _may_repeat(kind: Kind, repeatable: bool) -> bool:
    """What surely did nothing may be repeated; what may have been done only where twice does no harm."""
    return kind in (Kind.BUSY, Kind.UNSENT) or (kind is Kind.UNKNOWN and repeatable)


def _json(payload: dict[str, Any]) -> dict[str, Any]:
    """What the library is to send; WeChat shows \\u escapes as they are."""
    return {
        "data": json.dumps(payload, ensure_ascii=False).encode(),
        "headers": {"Content-Type": "application/json; charset=utf-8"},
    }
