"""Connections whose read timeout is for the whole response: elsewhere it begins anew with every byte."""

import http.client
import io
import socket
import time
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class _Timed(io.RawIOBase):
    """A socket's stream that raises TimeoutError once the socket's timeout is over, however many bytes drip in."""

    def __init__(self, stream: io.RawIOBase, sock: socket.socket) -> None:
        self._stream, self._sock = stream, sock
        seconds = sock.gettimeout()
        self._until = None if seconds is None else time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._sock.settimeout(left)
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


class WholeResponse(http.client.HTTPResponse):
    """A response that is read to its end, status line and headers included, within the socket's timeout."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp: io.BufferedReader = io.BufferedReader(_Timed(self.fp.detach(), sock))


class _Plain(HTTPConnection):
    response_class = WholeResponse


class _Tls(HTTPSConnection):
    response_class = WholeResponse


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _Tls


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _PlainPool, "https": _TlsPool}
