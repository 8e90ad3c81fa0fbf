"""WeChat's own side of the calls that we make: as strict as the platform, with its faults on demand."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

APPID, SECRET = "wx" + "0" * 16, "s" * 32
DROP = "drop"


@dataclass
class StandIn:
    """What the platform knows; `faults` are given out first, one for each call of a path."""

    base: str = ""
    token: str = "token-1"
    issued: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    sent: list[tuple[str, str]] = field(default_factory=list)
    menus: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, list[Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, query: dict[str, str], body: bytes) -> Any:
        """The platform's JSON; DROP closes the connection after the call was carried out."""
        with self.lock:
            self.calls[path] += 1
            fault = self.faults[path].pop(0) if self.faults.get(path) else None
        if isinstance(fault, int):
            return {"errcode": fault, "errmsg": f"fault {fault} rid: x"}
        payload = json.loads(body.decode("utf-8"))
        if path == "/cgi-bin/stable_token":
            return self._stable_token(payload)
        if query.get("access_token") != self.token:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        if path == "/cgi-bin/message/custom/send":
            done = self._send(payload)
        elif path == "/cgi-bin/menu/create":
            done = self._menu(payload)
        else:
            return {"errcode": 40066, "errmsg": "invalid url"}
        return fault if fault is not None else done

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


@contextmanager
def running() -> Iterator[StandIn]:
    """The stand-in on loopback."""
    platform = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            answer = platform.answer(parts.path, query, self.rfile.read(int(self.headers["Content-Length"])))
            if answer == DROP:
                self.close_connection = True
                return
            body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    platform.base = f"http://127.0.0.1:{server.server_port}"
    yield platform
    server.shutdown()
    server.server_close()
