"""When a push may go out: never between nine in the evening and seven in the morning, nor twelve hours late."""

from datetime import datetime, time, timedelta

from knowledge.clock import local

QUIET_FROM, QUIET_UNTIL = time(21), time(7)
KEEPS = timedelta(hours=12)
# What comes up in the last hour of the day would hardly get out in time: it has an hour of the next morning instead.
_LAST_HOUR = time(20)


def span(now: datetime) -> tuple[datetime, datetime]:
    """From when until when a push that comes up now may go out: hours of one day, none of them at night."""
    here = local(now)
    if QUIET_UNTIL <= here.time() < _LAST_HOUR:
        return now, min(now + KEEPS, here.replace(hour=QUIET_FROM.hour, minute=0, second=0, microsecond=0))
    morning = here.replace(hour=QUIET_UNTIL.hour, minute=0, second=0, microsecond=0)
    return morning if morning > here else morning + timedelta(days=1), now + KEEPS


def awake(now: datetime) -> datetime:
    """When people may be sent something that has no end: now, or next morning."""
    return span(now)[0] if is_quiet(now) else now


def is_quiet(now: datetime) -> bool:
    """Whether people sleep."""
    return not QUIET_UNTIL <= local(now).time() < QUIET_FROM
