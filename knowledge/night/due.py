"""When it is time for the night: at half past two, and again at half past five for what failed."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import local
from knowledge.models.source import DONE, SourceRun

# In China; a worker that starts later in the day waits for the next night.
FIRST, FIRST_UNTIL = time(2, 30), time(5, 0)
AGAIN, AGAIN_UNTIL = time(5, 30), time(7, 30)


def due(session: Session, names: Sequence[str], now: datetime) -> list[str]:
    """The sources to run at this moment: those without a run tonight, or later those whose runs did not succeed."""
    here = local(now)
    first, again = FIRST <= here.time() < FIRST_UNTIL, AGAIN <= here.time() < AGAIN_UNTIL
    if not (first or again):
        return []
    tonight = session.scalars(select(SourceRun).where(SourceRun.night == here.date())).all()
    done = {run.source for run in tonight if run.state == DONE}
    tried = {run.source for run in tonight if local(run.started_at).time() >= (FIRST if first else AGAIN)}
    return [name for name in names if name not in done | tried]
