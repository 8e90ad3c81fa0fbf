"""Calls to WeChat: one token for all processes, every errcode read, nothing sent twice."""

import json
import random
import time
from typing import Any

import requests

from bot.channels.wechat_errors import Kind, WeChatRefused, kind_of
from bot.state import State, lock
from knowledge.settings import Settings

CONNECT_SECONDS, READ_SECONDS = 3, 5
BUSY_TRIES = 3
_FETCH_SECONDS = 15
# A token just fetched lives at least 300 seconds; one that is about to end is not worth keeping.
_SPARE_SECONDS, _LEAST_SECONDS = 300, 60


class WeChatApi:
    """One official account's outward side."""

    def __init__(self, settings: Settings, state: State) -> None:
        self._base = settings.wechat_api_base.rstrip("/")
        self._appid, self._secret = settings.wechat_appid, settings.wechat_secret
        self._state = state
        self._key = f"wechat token:{self._appid}"
        self._http = requests.Session()

    def send_text(self, openid: str, text: str) -> None:
        """A customer-service message; never repeated where it may have arrived.

        Raises WeChatRefused.
        """
        self._call(
            "/cgi-bin/message/custom/send",
            {"touser": openid, "msgtype": "text", "text": {"content": text}},
            repeatable=False,
        )

    def create_menu(self, menu: dict[str, Any]) -> None:
        """Replaces the account's whole menu; raises WeChatRefused."""
        self._call("/cgi-bin/menu/create", menu, repeatable=True)

    def _call(self, path: str, payload: dict[str, Any], *, repeatable: bool) -> dict[str, Any]:
        """One call with at most one new token, and a few tries while WeChat says that it is busy."""
        spent = ""
        for attempt in range(BUSY_TRIES):
            token = self._token(spent)
            try:
                return self._post(path, payload, {"access_token": token})
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
        """The kept token, or a new one: one process fetches it, the others wait for what it keeps."""
        until = time.monotonic() + _FETCH_SECONDS
        while time.monotonic() < until:
            kept = self._state.get(self._key)
            if kept and kept != spent:
                return str(kept)
            with lock(self._state, self._key, _FETCH_SECONDS) as mine:
                if mine:
                    kept = self._state.get(self._key)
                    return str(kept) if kept and kept != spent else self._fetched()
            time.sleep(0.1)
        raise WeChatRefused(Kind.UNSENT)

    def _fetched(self) -> str:
        wanted = {"grant_type": "client_credential", "appid": self._appid, "secret": self._secret}
        answer = self._post("/cgi-bin/stable_token", {**wanted, "force_refresh": False}, {})
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise WeChatRefused(Kind.UNKNOWN)
        self._state.set(self._key, token, max(_LEAST_SECONDS, seconds - _SPARE_SECONDS))
        return token

    def _post(self, path: str, payload: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
        body = json.dumps(payload, ensure_ascii=False).encode()
        try:
            response = self._http.post(
                self._base + path,
                params=query,
                data=body,
                headers={"Content-Type": "application/json; charset=utf-8"},
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
            )
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
