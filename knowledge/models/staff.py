"""The bureau's staff, their sessions at the console, and tries to get in that failed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id

COUNTY, TOWNSHIP, VILLAGE = "county", "township", "village"
# From the widest rights to the narrowest.
ROLES = (COUNTY, TOWNSHIP, VILLAGE)


class Staff(Base):
    """One member of staff, whose rights are a role over the division `region_code` and all below it."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    name: Mapped[str]
    role: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    password_hash: Mapped[str]
    # Set by somebody else: to be changed with the next login.
    must_change: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The shared secret of the second factor, encrypted; and the 30 seconds whose code was used last.
    totp_cipher: Mapped[bytes | None]
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")
    is_active: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]


class StaffSession(Base):
    """One browser that is logged in; `token_hash` is SHA-256 of what its cookie holds."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    # False between the password and the second factor.
    is_complete: Mapped[bool]


class LoginFailure(Base):
    """A try that failed, under a keyed hash of the name or of the address that it came from."""

    __tablename__ = "login_failure"
    __table_args__ = (Index("ix_login_failure_key", "key", "failed_at"),)

    id: Mapped[Id]
    key: Mapped[str]
    failed_at: Mapped[datetime]
