"""The worker starts the night when it is due, in a process of its own: no message waits, its memory goes with it."""

import logging
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from knowledge.night import due, sites

log = logging.getLogger(__name__)


def start_if_due(service: Any, started: Sequence[subprocess.Popen[bytes]]) -> list[subprocess.Popen[bytes]]:
    """Starts what is due now, unless one that was started still runs; returns the process, if there is one.

    Another worker may start it too: the night's own lock lets one of them in.
    """
    if any(process.poll() is None for process in started):
        return []
    parts = service.conversation.parts
    with parts.store.reading() as session:
        names = due.due(session, list(sites.makers(session)), parts.clock.now())
    if not names:
        return []
    log.info("the night begins: %s", ", ".join(names))
    command = [sys.executable, "-m", "flask", "night", *names]
    return [subprocess.Popen(command, stdin=subprocess.DEVNULL)]  # noqa: S603 - our own, and names that we know
