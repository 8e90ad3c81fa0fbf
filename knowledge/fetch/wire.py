"""One request and its answer: through the gate, within its seconds and bytes, with no redirect followed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError
from urllib3.util import Timeout

from knowledge.fetch.addresses import Gate
from knowledge.fetch.errors import (
    AddressRefused,
    CertificateRefused,
    NotFetched,
    TooLarge,
    TooSlow,
    Unreachable,
    Unreadable,
)
from knowledge.fetch.whole import POOLS

_CHUNK_BYTES = 65_536
_PACKED = {"", "identity", "gzip", "x-gzip", "deflate"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request; with a `body` it is a POST."""

    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came; the body is empty where the status is no success."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: seconds in all and to connect, unpacked bytes, tries."""

    seconds: float = 25.0
    connect_seconds: float = 5.0
    size: int = 5_000_000
    tries: int = 3


class _Gated(HTTPAdapter):
    """Connects to the very address that the gate has checked, while Host, SNI and certificate keep the name."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    # The library's own types for what this returns know no server_hostname.
    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        pool: dict[str, Any] = {**super().build_connection_pool_key_attributes(request, verify, cert)[1]}
        site = self._gate.site(str(request.url))
        if site.scheme == "https":
            pool["server_hostname"] = site.host
        return {"scheme": site.scheme, "host": self._gate.address(site), "port": site.port}, pool

    def add_headers(self, request: requests.PreparedRequest, **_: Any) -> None:
        request.headers["Host"] = self._gate.site(str(request.url)).netloc


class _Session(requests.Session):
    """A session that does not look at redirects: it would read their bodies whole even where it follows none."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class Wire:
    """The sessions of a run: connections and cookies are kept for each site by itself."""

    def __init__(self, gate: Gate, limits: Limits, ca_bundle: str | None = None) -> None:
        self._gate, self._limits = gate, limits
        self._verify: bool | str = ca_bundle or True
        self._sessions: defaultdict[str, requests.Session] = defaultdict(self._session)
        self._lock = Lock()

    def ask(self, wanted: Wanted, key: str, seconds: float) -> Answer:
        """The answer to one request of the site `key` within so many seconds; raises NotFetched."""
        if seconds <= 0:
            raise TooSlow(self._limits.seconds)
        with self._lock:
            session = self._sessions[key]
        try:
            with self._sent(session, wanted, seconds) as response:
                return Answer(response.status_code, response.headers, self._body(response))
        except (requests.RequestException, HTTPError, OSError, UnicodeError) as fault:
            raise self._named(fault) from fault

    def close(self) -> None:
        """Closes what is open."""
        with self._lock:
            for session in self._sessions.values():
                session.close()
            self._sessions.clear()

    def _session(self) -> requests.Session:
        session = _Session()
        session.trust_env = False
        session.verify = self._verify
        adapter = _Gated(self._gate)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

    def _sent(self, session: requests.Session, wanted: Wanted, seconds: float) -> requests.Response:
        connect = min(self._limits.connect_seconds, seconds)
        return session.request(
            "GET" if wanted.body is None else "POST",
            wanted.url,
            headers=wanted.headers,
            data=wanted.body,
            # The types know numbers alone; the library takes urllib3's own.
            timeout=Timeout(connect=connect, total=seconds),  # type: ignore[arg-type]
            allow_redirects=False,
            stream=True,
        )

    def _body(self, response: requests.Response) -> bytes:
        """The unpacked body of a success, never more than a chunk over the limit in memory."""
        if not 200 <= response.status_code < 300:
            return b""
        if response.headers.get("Content-Encoding", "").strip().lower() not in _PACKED:
            raise Unreadable
        body = bytearray()
        for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=True):
            body += chunk
            if len(body) > self._limits.size:
                raise TooLarge(self._limits.size)
        return bytes(body)

    def _named(self, fault: Exception) -> NotFetched:
        match fault:
            case requests.ReadTimeout() | ReadTimeoutError():
                return TooSlow(self._limits.seconds)
            case requests.exceptions.SSLError():
                return CertificateRefused()
            case DecodeError():
                return Unreadable()
            # An address that cannot be sent.
            case ValueError():
                return AddressRefused()
            case _:
                return Unreachable()
