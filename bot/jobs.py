"""Background work: answering what could not be answered in time. The truth is the database; the queue only wakes."""

import logging
from collections.abc import Callable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab

from bot import delivery
from bot.channels.wechat_api import WeChatApi
from bot.state import lock
from knowledge import db, late_replies
from knowledge.settings import Settings

log = logging.getLogger(__name__)
AT_ONCE = 100
_SWEEP_LOCK_SECONDS = 300


def queue(settings: Settings) -> Huey:
    """The queue on Redis, or on a file in the data folder."""
    if settings.redis_url:
        return RedisHuey("tianxun", url=settings.redis_url, immediate=False)
    return SqliteHuey("tianxun", filename=str(settings.data_dir / "queue.sqlite"), immediate=False)


def with_tasks(waiting: Huey, build: Callable[[], Any]) -> Huey:
    """The queue with its jobs; `build` makes the service at the first one."""
    made: list[Any] = []

    def service() -> Any:
        if not made:
            made.append(build())
        return made[0]

    # A job that died with its worker is found here: the message is still pending in the database.
    @waiting.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def sweep() -> None:
        answer_pending(service())
        send_owed(service())

    return waiting


def send_owed(service: Any) -> int:
    """Sends what people are owed, where the account can; returns how many texts arrived. One sender at a time."""
    if not service.settings.wechat_secret:
        return 0
    with lock(service.state, "send owed", _SWEEP_LOCK_SECONDS) as mine:
        if not mine:
            return 0
        parts = service.conversation.parts
        return delivery.deliver(parts.store, WeChatApi(service.settings, service.state), parts.vault, parts.clock)


def answer_pending(service: Any) -> int:
    """Answers what waits, oldest first; returns how many were tried. One sweeper at a time."""
    with lock(service.state, "sweep", _SWEEP_LOCK_SECONDS) as mine:
        if not mine:
            return 0
        with db.current().reading() as session:
            waiting = late_replies.pending(session, AT_ONCE)
        for inbound_id in waiting:
            try:
                service.conversation.finish(inbound_id)
            except Exception:
                log.exception("message %d could not be answered; it is tried again", inbound_id)
        return len(waiting)
