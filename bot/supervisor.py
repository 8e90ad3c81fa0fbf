"""Holds the processes of one installation: when one ends, all end. Loads nothing else, to stay small."""

import json
import signal
import subprocess
import sys
import time

END_SECONDS = 7


def run(commands: list[list[str]]) -> int:
    """Starts each command and waits; the exit code is 0 after an interrupt and 1 when one of them died."""
    children = [_start(*command) for command in commands]
    stopping: list[int] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _frame: stopping.append(number))
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    _end(children)
    return 0 if stopping else 1


def _start(*command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own commands


def _end(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + END_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(run(json.loads(sys.argv[1])))
