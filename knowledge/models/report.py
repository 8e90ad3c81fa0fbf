"""Reports: what went wrong, whose it is and until when; each step of it; the units and classes that staff keep."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id

# Being looked into; a reply waits for review; told to the reporter.
OPEN, REPLIED, ANSWERED = "open", "replied", "answered"
_RUNNING = text("next_at IS NOT NULL")
_OPEN_ONES = text("state <> 'answered' AND joined_to IS NULL")


class ReportClass(Base):
    """One kind of report and its clock: `figure` hours or working days, extended to `longest` at most (0: never).

    `first_hours` is until when the reporter is first told something (0: no such term).
    """

    __tablename__ = "report_class"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    key: Mapped[str]
    name: Mapped[str]
    clock: Mapped[str]
    figure: Mapped[int]
    first_hours: Mapped[int] = mapped_column(default=0, server_default="0")
    longest: Mapped[int] = mapped_column(default=0, server_default="0")


class Unit(Base):
    """An office that reports go to: those of its division, and of its subjects (separated by |) where it has any."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("account_id", "name", "region_code"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    name: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"))
    phone: Mapped[str] = mapped_column(default="", server_default="")
    subjects: Mapped[str] = mapped_column(default="", server_default="")


class Report(Base):
    """One report. `started_at` is from when its clock counts, `allowed` the hours or working days that it has.

    `stage` rises with each extension and reopening; `next_at` is when the clock's next step is due.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("account_id", "ticket_no"),
        Index("ix_report_next_at", "next_at", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_report_due", "due_at", "id", sqlite_where=_OPEN_ONES, postgresql_where=_OPEN_ONES),
        Index("ix_report_unit_id", "unit_id", "received_at"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    ticket_no: Mapped[str]
    # Gone once the person is erased.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("report_class.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(Text)
    place: Mapped[str]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    state: Mapped[str] = mapped_column(default=OPEN, server_default=OPEN)
    is_anonymous: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_test: Mapped[bool] = mapped_column(default=False, server_default=false())
    urgency: Mapped[int] = mapped_column(default=0, server_default="0")
    received_at: Mapped[datetime] = mapped_column(index=True)
    started_at: Mapped[datetime]
    allowed: Mapped[int]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime | None]
    first_told_at: Mapped[datetime | None]
    stage: Mapped[int] = mapped_column(default=0, server_default="0")
    next_at: Mapped[datetime | None]
    # The last of the clock's steps, as knowledge.reports.due names them.
    reminded: Mapped[str] = mapped_column(default="", server_default="")
    # The unit's reply, who wrote it, and when it went to the reporter.
    reply: Mapped[str] = mapped_column(Text, default="", server_default="")
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]
    # What the farmers' pages call it; empty where it is not shown there.
    public_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Whether the term was over before it was answered, in any of its rounds.
    was_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    reopened_at: Mapped[datetime | None]
    # When the reporter was asked whether it was solved, and what he said.
    asked_at: Mapped[datetime | None]
    is_solved: Mapped[bool | None]
    # The report of the same thing that this one became part of.
    joined_to: Mapped[int | None] = mapped_column(ForeignKey("report.id", ondelete="SET NULL"), index=True)


class ReportStep(Base):
    """One step of a report, never changed; `key` makes it unique, so that nothing is done or told twice."""

    __tablename__ = "report_step"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"))
    key: Mapped[str]
    said: Mapped[str]
    words: Mapped[str] = mapped_column(Text, default="")
    staff_name: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    # Whether the reporter sees it.
    is_shown: Mapped[bool]
