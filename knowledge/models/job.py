"""Jobs on offer, and the kinds of work that people ask for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models import public_id
from knowledge.models.base import AccountId, Base, Id


class JobType(Base):
    """A kind of work; `aliases` are names separated by |."""

    __tablename__ = "job_type"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    name: Mapped[str]
    aliases: Mapped[str] = mapped_column(default="")


class Job(Base):
    """One posting; wages in `wage_unit` as the employer wrote them, `expires_at` the end of its last day."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("account_id", "employer", "title", "place", "posted_at"),
        Index("ix_job_live", "account_id", "status", "expires_at", "id"),
        Index("ix_job_place", "account_id", "status", "region_code", "expires_at", "id"),
        Index("uq_job_public_id", "public_id", unique=True),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    title: Mapped[str]
    employer: Mapped[str]
    place: Mapped[str]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    wage_low: Mapped[str]
    wage_high: Mapped[str]
    wage_unit: Mapped[str]
    headcount: Mapped[int | None]
    contact: Mapped[str]
    phone: Mapped[str] = mapped_column(index=True)
    posted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    description: Mapped[str]
    source: Mapped[str]
    # approved, draft, filled, withdrawn or rejected: only approved ones are shown.
    status: Mapped[str] = mapped_column(default="approved")
    # The rules that keep it from being shown before staff have decided, in words for them.
    held_for: Mapped[str] = mapped_column(default="", server_default="")
    # Who posted it by message; None for what staff or a source brought in.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    # When its time was extended, which can be done once.
    extended_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    # What it is called in addresses.
    public_id: Mapped[str | None] = mapped_column(default=public_id.new)
