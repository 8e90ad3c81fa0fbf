"""Which sources are to run at this moment: all, or later those that did not succeed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import local
from knowledge.models.source import DONE, SourceRun
from knowledge.night import hours


def due(session: Session, names: Sequence[str], now: datetime) -> list[str]:
    """Those without a run in this span of the night that did not succeed before it; none by day."""
    span = hours.span(now)
    if span is None:
        return []
    tonight = session.scalars(select(SourceRun).where(SourceRun.night == span.night)).all()
    done = {run.source for run in tonight if run.state == DONE}
    tried = {run.source for run in tonight if local(run.started_at).time() >= span.begins}
    return [name for name in names if name not in done | tried]
