"""Messages by a schedule, whether or not the ones before are answered, as people write."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

# More than the server can hold at once, so that the sender is never what waits.
AT_ONCE = 128


@dataclass(frozen=True)
class Sent:
    """One message: the seconds from when it was due until its answer, and what went wrong, empty for nothing."""

    seconds: float
    fault: str
    # How late the sender itself was: large ones mean that the figures tell of the sender.
    late: float


def run(send: Callable[[], None], per_second: float, seconds: float) -> list[Sent]:
    """Calls `send` at equal distances; whatever it raises counts as that message's fault."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sender") as threads:
        waiting = []
        for number in range(round(per_second * seconds)):
            due = begun + number / per_second
            time.sleep(max(0.0, due - time.perf_counter()))
            waiting.append(threads.submit(_sent, send, due))
        return [one.result() for one in waiting]


def _sent(send: Callable[[], None], due: float) -> Sent:
    late, fault = time.perf_counter() - due, ""
    try:
        send()
    except Exception as raised:
        fault = f"{type(raised).__name__}: {raised}"
    return Sent(time.perf_counter() - due, fault, late)
