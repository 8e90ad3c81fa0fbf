"""WeChat's own side of the calls that we make: as strict as the platform, with its faults on demand."""

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from knowledge.settings import Settings

APPID, SECRET = "wx" + "0" * 16, "s" * 32
TEMPLATE, FIELDS = "T" * 43, ("thing1", "amount2", "date3")
DROP, HANG = "drop", "hang"
MEDIA_BYTES = 2_000_000


@dataclass
class StandIn:
    """What the platform knows; `faults` are given out first, one for each call of a path."""

    base: str = ""
    token: str = "token-1"
    issued: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    sent: list[tuple[str, str]] = field(default_factory=list)
    notified: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    consents: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[str, bytes]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    menus: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, list[Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    patience: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str, query: dict[str, str], body: bytes, kind: str = "application/json") -> Any:
        """The platform's JSON; after DROP and HANG the call was carried out, and no answer comes."""
        with self.lock:
            self.calls[path] += 1
            fault = self.faults[path].pop(0) if self.faults.get(path) else None
        if isinstance(fault, int):
            return {"errcode": fault, "errmsg": f"fault {fault} rid: x"}
        if path == "/cgi-bin/stable_token":
            return self._stable_token(json.loads(body))
        if query.get("access_token") != self.token:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        done = self._done(path, query, body, kind)
        return fault if fault is not None else done

    def _done(self, path: str, query: dict[str, str], body: bytes, kind: str) -> Any:
        if path == "/cgi-bin/media/upload":
            return self._upload(query, body, kind)
        payload = json.loads(body.decode("utf-8"))
        if path == "/cgi-bin/message/custom/send":
            return self._show(payload) if payload.get("msgtype") == "image" else self._send(payload)
        if path == "/cgi-bin/message/subscribe/bizsend":
            return self._notify(payload)
        if path == "/cgi-bin/menu/create":
            return self._menu(payload)
        return {"errcode": 40066, "errmsg": "invalid url"}

    def _stable_token(self, payload: dict[str, Any]) -> Any:
        if payload.get("grant_type") != "client_credential" or payload.get("force_refresh") is not False:
            return {"errcode": 40002, "errmsg": "invalid grant_type"}
        if (payload.get("appid"), payload.get("secret")) != (APPID, SECRET):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        self.issued += 1
        return {"access_token": self.token, "expires_in": 7200}

    def _send(self, payload: dict[str, Any]) -> Any:
        content = payload.get("text", {}).get("content", "")
        if set(payload) != {"touser", "msgtype", "text"} or payload["msgtype"] != "text":
            return {"errcode": 40008, "errmsg": "invalid message type"}
        if "\\u" in content or not content:
            return {"errcode": 44004, "errmsg": "empty content"}
        if len(content.encode()) > 2048:
            return {"errcode": 45002, "errmsg": "content size out of limit"}
        if len(payload["touser"]) != 28:
            return {"errcode": 40003, "errmsg": "invalid openid"}
        self.sent.append((payload["touser"], content))
        return {"errcode": 0, "errmsg": "ok"}

    def _notify(self, payload: dict[str, Any]) -> Any:
        """One message for one consent; a field that is too long fails the whole."""
        if set(payload) != {"touser", "template_id", "data"} or payload["template_id"] != TEMPLATE:
            return {"errcode": 40037, "errmsg": "invalid template_id"}
        values = {name: field["value"] for name, field in payload["data"].items()}
        if set(values) != set(FIELDS) or not all(values.values()) or len(values[FIELDS[0]]) > 20:
            return {"errcode": 47003, "errmsg": "argument invalid"}
        with self.lock:
            if self.consents[payload["touser"]] < 1:
                return {"errcode": 43101, "errmsg": "user refuse to accept the msg"}
            self.consents[payload["touser"]] -= 1
            self.notified.append((payload["touser"], values))
            return {"errcode": 0, "errmsg": "ok", "msgid": 7000 + len(self.notified)}

    def _upload(self, query: dict[str, str], body: bytes, kind: str) -> Any:
        """One part named media, with a file name whose ending fits the content."""
        if query.get("type") != "image":
            return {"errcode": 40004, "errmsg": "invalid media type"}
        before, _, boundary = kind.partition("boundary=")
        parts = body.split(b"--" + boundary.encode())
        if not before.startswith("multipart/form-data;") or len(parts) != 3 or parts[2].strip() != b"--":
            return {"errcode": 41005, "errmsg": "media data missing"}
        head, _, content = parts[1].removesuffix(b"\r\n").partition(b"\r\n\r\n")
        named = re.search(rb'form-data; name="media"; filename="[^"]+\.(png|jpg|gif)"', head)
        if not named or not content:
            return {"errcode": 41005, "errmsg": "media data missing"}
        begins = {b"png": (b"\x89PNG\r\n\x1a\n",), b"jpg": (b"\xff\xd8\xff",), b"gif": (b"GIF87a", b"GIF89a")}
        if not content.startswith(begins[named[1]]):
            return {"errcode": 40005, "errmsg": "invalid file type"}
        if len(content) >= MEDIA_BYTES:
            return {"errcode": 40009, "errmsg": "invalid image size"}
        with self.lock:
            media_id = f"media-{self.calls['/cgi-bin/media/upload']}"
            self.media[media_id] = content
        return {"type": "image", "media_id": media_id, "created_at": 1_764_000_000}

    def _show(self, payload: dict[str, Any]) -> Any:
        image = payload.get("image")
        if set(payload) != {"touser", "msgtype", "image"} or not isinstance(image, dict) or set(image) != {"media_id"}:
            return {"errcode": 40008, "errmsg": "invalid message type"}
        if image["media_id"] not in self.media:
            return {"errcode": 40007, "errmsg": "invalid media_id"}
        if len(payload["touser"]) != 28:
            return {"errcode": 40003, "errmsg": "invalid openid"}
        self.shown.append((payload["touser"], self.media[image["media_id"]]))
        return {"errcode": 0, "errmsg": "ok"}

    def _menu(self, payload: dict[str, Any]) -> Any:
        buttons = payload.get("button")
        if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
            return {"errcode": 40017, "errmsg": "invalid button size"}
        for button in buttons:
            if len(button["name"].encode()) > 16:
                return {"errcode": 40018, "errmsg": "invalid button name size"}
            for entry in button["sub_button"]:
                if entry["type"] != "click" or len(entry["key"].encode()) > 128 or len(entry["name"].encode()) > 60:
                    return {"errcode": 40020, "errmsg": "invalid sub button"}
        self.menus.append(payload)
        return {"errcode": 0, "errmsg": "ok"}


def settings_of(platform: StandIn) -> Settings:
    """An account whose calls go to the stand-in."""
    return Settings(wechat_appid=APPID, wechat_secret=SECRET, wechat_api_base=platform.base)


@contextmanager
def running() -> Iterator[StandIn]:
    """The stand-in on loopback."""
    platform = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = platform.answer(parts.path, query, body, self.headers["Content-Type"])
            if answer == HANG:
                platform.patience.wait(60)
            if answer in (DROP, HANG):
                self.close_connection = True
                return
            said = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    platform.base = f"http://127.0.0.1:{server.server_port}"
    yield platform
    platform.patience.set()
    server.shutdown()
    server.server_close()
