"""Background work: answering what could not be answered in time. The truth is the database; the queue only wakes."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer, Scheduler

from bot import delivery
from bot.nightly import Nightly
from bot.pushing import Pushing
from bot.state import lock
from bot.ways import open_ways
from knowledge import absence, coming_in, db, deadline, late_replies
from knowledge.editions import publishing
from knowledge.night.alarm import Bell
from knowledge.posts import told
from knowledge.questions import grouping
from knowledge.reports import clock as report_clock
from knowledge.settings import Settings
from knowledge.statistics import tally

log = logging.getLogger(__name__)
AT_ONCE = 100
SWEEP_SECONDS = 10
# For one message, not for a sweep: a lock outlives a worker that is killed. What is done twice has no effect twice.
_LOCK_SECONDS = 20


def queue(settings: Settings) -> Huey:
    """The queue on Redis, or on a file in the data folder."""
    if settings.redis_url:
        return RedisHuey("tianxun", url=settings.redis_url, immediate=False)
    return SqliteHuey("tianxun", filename=str(settings.data_dir / "queue.sqlite"), immediate=False)


def with_tasks(waiting: Huey, build: Callable[[], Any]) -> Huey:
    """The queue with its jobs; `build` makes the service at the first one."""
    made: list[Any] = []
    night, ended, posters_told, pushing = Nightly(), set[date](), set[date](), Pushing()

    def service() -> Any:
        if not made:
            made.append(build())
        return made[0]

    # A job that died with its worker is found here: the message is still pending in the database.
    @waiting.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def sweep() -> None:
        work_off(service())
        run_report_clocks(service())
        tally.catch_up(service().conversation.parts.store, service().conversation.parts.clock.today())
        night.start_if_time(service().conversation.parts.clock)
        publish_due(service())
        end_articles(service(), ended)
        tell_posters(service(), posters_told)
        night.start_if_ordered(db.current(), service().conversation.parts.clock)
        pushing.make(service().conversation.parts.store, service().conversation.parts.clock)

    return waiting


def consumer(waiting: Huey) -> Consumer:
    """What runs the jobs of a queue in this process."""
    # A farmer waits for what is found here, and the library would look once a minute.
    Scheduler.periodic_task_seconds = SWEEP_SECONDS
    return waiting.create_consumer(workers=1, periodic=True, check_worker_health=True)


def work_off(service: Any) -> None:
    """Brings in what was kept while the store was away, answers what waits and sends what is owed, until it is done.

    When the store is gone, the next sweep tries again.
    """
    try:
        more = True
        while more:
            brought, answered, sent = bring_in(service), answer_pending(service), send_owed(service)
            more = AT_ONCE in (brought, answered) or sent == delivery.AT_ONCE
        grouping.merge_new(service.conversation.parts.store)
    except Exception as fault:
        if not absence.is_behind(service.conversation.parts.store, fault):
            raise
        log.warning("the store is gone: what waits is tried again in the next sweep")


def bring_in(service: Any) -> int:
    """Brings in what was kept while it could not be stored; returns how many messages."""
    parts = service.conversation.parts
    return coming_in.bring_in(parts.store, parts.spool, parts.clock, AT_ONCE)


def send_owed(service: Any) -> int:
    """Sends what people are owed, where the account can; returns how many texts arrived. One sender at a time."""
    if not service.settings.wechat_secret:
        return 0
    parts, ways = service.conversation.parts, open_ways(service.settings, service.state)
    return delivery.deliver(
        parts.store, ways, parts.vault, parts.clock, lambda: lock(service.state, "send owed", _LOCK_SECONDS)
    )


def run_report_clocks(service: Any) -> None:
    """Calls about urgent words, reminds of reports, and asks whether what was answered is solved."""
    parts = service.conversation.parts
    report_clock.sweep(parts.store, Bell(parts.store, parts.clock), parts.clock.now())


def publish_due(service: Any) -> int:
    """Publishes what was set for an hour that has come; returns how many."""
    parts = service.conversation.parts
    with parts.store.reading() as session:
        if not publishing.is_anything_due(session, parts.clock.now()):
            return 0
    with parts.store.writing() as session:
        return publishing.publish_due(session, parts.clock.now())


def end_articles(service: Any, days: set[date]) -> int:
    """Takes out articles whose last day is over, once for each of the `days` seen; returns how many.

    No answer waits for it: answers look at the last day themselves, and this keeps them from looking in vain.
    """
    parts = service.conversation.parts
    today, count, found = parts.clock.today(), 0, 0 if parts.clock.today() in days else publishing.AT_ONCE
    while found == publishing.AT_ONCE:
        with parts.store.writing() as session:
            found = publishing.archive_ended(session, parts.clock.now())
        count += found
    days.add(today)
    return count


def tell_posters(service: Any, days: set[date]) -> int:
    """Owes posters what they are to be told, once by day for each of the `days` seen; returns how many texts."""
    parts = service.conversation.parts
    today = parts.clock.today()
    if today in days or not told.is_time(parts.clock.now()):
        return 0
    with parts.store.writing(changes_answers=False) as session:
        count = told.tell(session, parts.clock.now())
    days.add(today)
    return count


def answer_pending(service: Any) -> int:
    """Answers what waits, oldest first; returns how many were. One worker at a time tries a message."""
    with db.current().reading() as session:
        waiting = late_replies.pending(session, AT_ONCE)
    answered = 0
    for inbound_id in waiting:
        with lock(service.state, f"late:{inbound_id}", _LOCK_SECONDS) as mine:
            if not mine:
                continue
            try:
                with deadline.within(_LOCK_SECONDS):
                    service.conversation.finish(inbound_id)
                answered += 1
            except Exception:
                log.exception("message %d could not be answered; it is tried again", inbound_id)
    return answered
