"""An answer on the connection itself, while the request's own thread is still busy."""

import socket
from collections.abc import Callable
from typing import Any

from flask import Response


def answerer(environ: dict[str, Any]) -> Callable[[Response], None]:
    """Sends a response and ends the connection, under gunicorn; another server must wait for the thread's own answer.

    What the thread says afterwards reaches nobody.
    """
    line: socket.socket | None = environ.get("gunicorn.socket")

    def send(response: Response) -> None:
        if line is None:
            return
        body = response.get_data()
        head = (
            f"HTTP/1.1 {response.status}\r\nContent-Type: {response.content_type}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        line.sendall(head.encode("latin-1") + body)
        line.shutdown(socket.SHUT_RDWR)

    return send
