"""Other people's sites, as well-behaved or as hostile as a test wants: real HTTP servers on loopback.

    with running({"/list": lambda visit: Reply(b"...")}) as site:
        site.base, site.key, site.visits

A route takes the visit and gives the reply; the faults below are routes that write to the connection themselves.
"""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from knowledge.fetch import Gate


@dataclass(frozen=True)
class Reply:
    """One answer."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Visit:
    """One request; `site` is where it came in, `connection` what a fault writes to."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    site: "StandIn"
    connection: socket.socket


# None: the route has written to the connection itself.
Route = Callable[[Visit], Reply | None]


@dataclass
class StandIn:
    """A running site; `visits` are those of its pages, without robots.txt. Waiting routes end with `over`."""

    routes: dict[str, Route]
    robots: Route
    base: str = ""
    key: str = ""
    visits: list[Visit] = field(default_factory=list)
    robots_visits: list[Visit] = field(default_factory=list)
    inside: int = 0
    most_inside: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def gate(self) -> Gate:
        """A gate that lets requests out to this site."""
        return Gate(allow=frozenset({self.key}))

    def answer(self, visit: Visit) -> Reply | None:
        path = visit.path.partition("?")[0]
        if path == "/robots.txt":
            self.robots_visits.append(visit)
            return self.robots(visit)
        with self.lock:
            self.visits.append(visit)
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
        try:
            return self.routes.get(path, missing)(visit)
        finally:
            with self.lock:
                self.inside -= 1


def page(body: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> Route:
    """Always the same page."""
    return lambda _: Reply(body, kind, headers={name.replace("_", "-"): value for name, value in headers.items()})


def status(*codes: int, **headers: str) -> Route:
    """These statuses one after the other, then a page."""
    left = list(codes)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(status=left.pop(0), headers=named) if left else Reply(b"at last")


def missing(_: Visit) -> Reply:
    return Reply(b"no such page", status=404)


def redirect(to: str, code: int = 302) -> Route:
    return lambda _: Reply(status=code, headers={"Location": to})


def tagged(body: bytes, etag: str) -> Route:
    """A page that has not changed for whoever knows its ETag."""
    return lambda visit: Reply(
        b"" if visit.headers.get("If-None-Match") == etag else body,
        status=304 if visit.headers.get("If-None-Match") == etag else 200,
        headers={"ETag": etag, "Last-Modified": "Tue, 24 Nov 2026 01:00:00 GMT"},
    )


def silence(visit: Visit) -> None:
    """Takes the request and never answers."""
    visit.site.over.wait(60)


def reset(visit: Visit) -> None:
    """Breaks the connection off without a word."""
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    visit.connection.close()


def drip(start: bytes, drops: bytes, seconds: float = 0.05) -> Route:
    """`start` at once, then `drops` over and over, a byte at a time, so that no single read is ever long."""

    def route(visit: Visit) -> None:
        _write(visit, start)
        while not visit.site.over.wait(seconds):
            for drop in drops:
                if visit.site.over.wait(seconds) or not _write(visit, bytes([drop])):
                    return

    return route


def endless(visit: Visit) -> None:
    """A page without an end, as fast as it is taken."""
    _write(visit, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while _write(visit, b"<p>more</p>" * 1000):
        pass


def gzip_bomb(megabytes: int) -> Route:
    """So many megabytes of zeros, packed to a thousandth."""
    # Members of a gzip file may follow one another.
    packed = gzip.compress(bytes(1_000_000)) * megabytes
    return page(packed, Content_Encoding="gzip")


def _write(visit: Visit, what: bytes) -> bool:
    try:
        visit.connection.sendall(what)
    except OSError:
        return False
    return True


@contextmanager
def running(
    routes: dict[str, Route], robots: Route = missing, certificate: tuple[str, str] | None = None
) -> Iterator[StandIn]:
    """The site on loopback; with a certificate (files of it and its key) it speaks TLS."""
    site = StandIn(routes, robots)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            visit = Visit(self.command, self.path, dict(self.headers), body, site, self.connection)
            reply = site.answer(visit)
            if reply is None:
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A caller that hangs up is no fault."""

    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    site.key = f"127.0.0.1:{server.server_port}"
    site.base = f"http{'s' if certificate else ''}://{site.key}"
    yield site
    site.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def listening() -> Iterator["Listener"]:
    """A port on 127.0.0.1 and ::1 that nobody may reach."""
    with socket.create_server(("127.0.0.1", 0)) as four:
        port = four.getsockname()[1]
        doors = [four]
        # Not every machine has IPv6.
        with suppress(OSError):
            doors.append(socket.create_server(("::1", port), family=socket.AF_INET6))
        yield Listener(port, doors)
        for door in doors:
            door.close()


@dataclass(frozen=True)
class Listener:
    """Counts who came, without answering."""

    port: int
    doors: list[socket.socket]

    def reached(self) -> int:
        """How many connections were made since the last count."""
        return sum(_waiting(door) for door in self.doors)


def _waiting(door: socket.socket) -> int:
    door.setblocking(False)
    count = 0
    try:
        while True:
            door.accept()[0].close()
            count += 1
    except BlockingIOError:
        return count
