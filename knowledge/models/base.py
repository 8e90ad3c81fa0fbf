"""What every table shares: the account that it belongs to, and time in UTC."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, ForeignKey, Integer, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DEFAULT_ACCOUNT = 1


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept as UTC without a zone on both databases."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The one metadata that migrations compare with."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy reads it from the class


Id = Annotated[int, mapped_column(Integer, primary_key=True)]
AccountId = Annotated[int, mapped_column(ForeignKey("account.id"), default=DEFAULT_ACCOUNT)]


class Account(Base):
    """One county (or village, or province) that the installation serves."""

    __tablename__ = "account"

    id: Mapped[Id]
    name: Mapped[str]
    home_region: Mapped[str]
    # Rises with every change of names, so that each process reads them again with its next message.
    catalogue_revision: Mapped[int] = mapped_column(default=1)
    # Rises with every transaction but the messages' own, so that no answer outlives what it rests on.
    knowledge_revision: Mapped[int] = mapped_column(default=1, server_default="1")
    filled_at: Mapped[datetime | None]
    # Of the starter catalogue whose names the store has: a newer release's differs.
    starter_hash: Mapped[str] = mapped_column(default="", server_default="")


class ImportRun(Base):
    """One file that staff brought in, or one page of a source: where its rows lead back to."""

    __tablename__ = "import_run"

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    kind: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    started_at: Mapped[datetime]
    # The name of the source whose page it is; empty for a file.
    source: Mapped[str] = mapped_column(default="", server_default="")
