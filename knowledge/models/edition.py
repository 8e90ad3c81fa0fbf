"""Editions of articles and notices: what is proposed, who signed it, what was said about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id

DRAFT, REVIEW, PUBLISHED, SUPERSEDED, ARCHIVED = "draft", "review", "published", "superseded", "archived"


class Edition(Base):
    """One version of the piece (`kind`, `row_id`); published, its `fields` are what the piece's own row says."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("kind", "row_id", "number"),
        Index("ix_edition_state", "account_id", "state", "kind"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    row_id: Mapped[int]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default=DRAFT)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The piece's division as the edition has it: who may see it.
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    # Rises with every change: who saves over another's change is told.
    revision: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    publish_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]


class ReviewStep(Base):
    """One step of review, as data: who of which role signs, in order of `position`."""

    __tablename__ = "review_step"
    __table_args__ = (UniqueConstraint("account_id", "position"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    position: Mapped[int]
    name: Mapped[str]
    role: Mapped[str]


class Signature(Base):
    """A member of staff signed a step of an edition; nobody signs two."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("edition_id", "position"), UniqueConstraint("edition_id", "staff_id"))

    id: Mapped[Id]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    position: Mapped[int]
    step_name: Mapped[str]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    staff_name: Mapped[str]
    signed_at: Mapped[datetime]


class Remark(Base):
    """What staff say of an edition; the reason where it `returns` it to its author."""

    __tablename__ = "remark"

    id: Mapped[Id]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    staff_name: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    returns: Mapped[bool] = mapped_column(default=False, server_default=false())
    said_at: Mapped[datetime]


class Editing(Base):
    """Who has a piece open for writing, and when he was last heard of."""

    __tablename__ = "editing"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    seen_at: Mapped[datetime]
