"""The runs of one night in the store: begun together, ended one by one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.report import Report
from knowledge.models.source import DONE, FAILED, HELD, RUNNING, SourceRun
from knowledge.night.gather import Read, rows_of

# The nights that say how much a source brings.
_NIGHTS = 14
BROKEN_OFF = "没做完就断了（停电、重启或被停掉），什么也没发布；以后的夜里会再取这些天。"


def begin(store: Store, clock: Clock, names: Sequence[str], first: date) -> dict[str, SourceRun]:
    """A run for each source; where tonight's were cut off these go on, and those of them that had ended stand.

    To be called by who holds the night's lock: what an earlier night left open is then broken off.
    """
    with store.writing(changes_answers=False) as session:
        left_open = update(SourceRun).where(SourceRun.state == RUNNING, SourceRun.night < clock.today())
        # When it ended nobody knows.
        session.execute(left_open.values(state=FAILED, reason=BROKEN_OFF))
        tonight = select(SourceRun).where(
            SourceRun.source.in_(names), SourceRun.night == clock.today(), SourceRun.first_day == first
        )
        earlier = session.scalars(tonight.order_by(SourceRun.id)).all()
        # The runs of one night bear one moment, which tells a night that goes on from one that is asked for again.
        cut_off = {run.started_at for run in earlier if run.state == RUNNING}
        found = {run.source: run for run in earlier if run.started_at in cut_off}
        moment = max(cut_off, default=clock.now())
        for name in names:
            if name not in found:
                found[name] = SourceRun(
                    source=name, night=clock.today(), first_day=first, started_at=moment, state=RUNNING
                )
                session.add(found[name])
        session.flush()
    return found


@contextmanager
def counted(store: Store, run_id: int, pages: list[Read]) -> Iterator[Session]:
    """The transaction that publishes; what was read is counted even where nothing is published."""
    with store.writing(changes_answers=False) as session:
        run = session.get_one(SourceRun, run_id)
        run.pages, run.rows = len(pages), rows_of(pages)
        run.unpriced = sum(read.reading.unpriced for read in pages)
    with store.writing() as session:
        yield session


def done(session: Session, clock: Clock, run_id: int, report: Report, unknown: int) -> None:
    """Ends a run in the transaction that publishes what it brought, so that neither is there without the other."""
    run = session.get_one(SourceRun, run_id)
    run.state, run.finished_at = DONE, clock.now()
    run.new, run.changed, run.held, run.unknown = report.new, report.changed, report.held, unknown


def ended(store: Store, clock: Clock, run_id: int, state: str, reason: str) -> None:
    """Ends a run that published nothing."""
    with store.writing(changes_answers=False) as session:
        run = session.get_one(SourceRun, run_id)
        run.state, run.reason, run.finished_at = state, reason[:500], clock.now()


def usual(session: Session, source: str, run_id: int) -> list[int]:
    """The rows of the source's last nights that asked for as many days, published or not.

    Held ones count, so that a site which has changed for good is no longer held once that is what it usually brings.
    """
    this = session.get_one(SourceRun, run_id)
    before = session.scalars(
        select(SourceRun)
        .where(
            SourceRun.source == source, SourceRun.id != run_id, SourceRun.state.in_((DONE, HELD)), SourceRun.rows > 0
        )
        .order_by(SourceRun.id.desc())
        .limit(_NIGHTS)
    )
    return [run.rows for run in before if run.night - run.first_day == this.night - this.first_day]
