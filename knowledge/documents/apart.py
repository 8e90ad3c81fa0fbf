"""A reader in a process of its own: what a hostile file can exhaust there is not ours."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from knowledge.documents import Unfit

MEMORY, SECONDS = 256_000_000, 20
# However many people send files at once, the machine holds so many readers in each of our processes.
_ROOM = BoundedSemaphore(2)


def read(reader: Path, body: bytes, what: str, **asked: Any) -> dict[str, Any]:
    """What the reader program says of the file; raises Unfit with its fault, or where it ran out of bounds.

    The program takes one line of JSON (`asked`, and bytes of `memory`) and the file on standard input, and answers in
    JSON, with a `fault` in Chinese where there is one.
    """
    # Isolated (-I): a file beside the program may bear the name of one of Python's own; our environment holds secrets.
    command = [sys.executable, "-I", str(reader)]
    told = json.dumps({**asked, "memory": MEMORY}).encode("ascii") + b"\n" + body
    try:
        with _ROOM:
            done = subprocess.run(command, input=told, capture_output=True, timeout=SECONDS, env={}, check=True)  # noqa: S603 - no word of the file is in the command
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Unfit(f"{what}要的内存或时间太多，没有读") from None
    answer: dict[str, Any] = json.loads(done.stdout)
    if "fault" in answer:
        raise Unfit(answer["fault"])
    return answer
