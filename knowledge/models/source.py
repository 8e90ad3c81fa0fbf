"""What the night knows of its sources: pages as they came, runs, setups that staff wrote, names nobody knows yet."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id

RUNNING, DONE, HELD, FAILED, RECALLED = "running", "done", "held", "failed", "recalled"


class KeptPage(Base):
    """A page as it came, compressed; `ImportRun.sha256` of the rows read from it leads here."""

    __tablename__ = "kept_page"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    fetched_at: Mapped[datetime]


class Fetch(Base):
    """The newest answer to one ask: what makes the next one conditional, and a night go on where it was cut off."""

    __tablename__ = "fetch"
    __table_args__ = (UniqueConstraint("account_id", "source", "ask"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    source: Mapped[str]
    ask: Mapped[str]
    url: Mapped[str]
    sha256: Mapped[str]
    etag: Mapped[str]
    last_modified: Mapped[str]
    fetched_at: Mapped[datetime]
    # The run that fetched it last.
    source_run_id: Mapped[int]


class SourceRun(Base):
    """One source in one night; `night` is the day in China on which it began."""

    __tablename__ = "source_run"
    __table_args__ = (Index("ix_source_run_source", "account_id", "source", "night"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    source: Mapped[str]
    night: Mapped[date] = mapped_column(Date)
    first_day: Mapped[date] = mapped_column(Date)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    state: Mapped[str]
    # For staff, in Chinese: why nothing was published, or why it was taken back.
    reason: Mapped[str] = mapped_column(default="")
    pages: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int] = mapped_column(default=0)
    unpriced: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[int] = mapped_column(default=0)


class SourceSetup(Base):
    """A site that staff set up without code: its setup as JSON."""

    __tablename__ = "source_setup"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    name: Mapped[str]
    setup: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]


class UnknownName(Base):
    """A commodity, market or unit that a source wrote and nobody knows; `means` once staff have said what it is."""

    __tablename__ = "unknown_name"
    __table_args__ = (UniqueConstraint("account_id", "kind", "written"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    written: Mapped[str]
    source: Mapped[str]
    means: Mapped[str | None]
    first_seen: Mapped[datetime]
    example: Mapped[dict[str, str]] = mapped_column(JSON)


class FetchOrder(Base):
    """A source that staff want fetched at once; the worker does it and takes the order away."""

    __tablename__ = "fetch_order"
    __table_args__ = (UniqueConstraint("account_id", "source"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    source: Mapped[str]
    staff_name: Mapped[str]
    ordered_at: Mapped[datetime]
