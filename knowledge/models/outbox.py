"""What is owed to a person: written with what causes it, sent later, once."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import AccountId, Base, Id

WINDOW, MOST_IN_WINDOW = timedelta(hours=48), 5
# A picture that comes later than this is no answer any more; it is not told with the next message.
PICTURE_WINDOW = timedelta(minutes=10)
# The result of a text that would have been the sixth; of one that came too late; of one that is wanted no longer.
NO_QUOTA, LATE, WITHDRAWN = "无额度", "过期", "不要了"
# What an owed text is: an answer to what was asked, or what nobody asked for at that moment. In this order they go.
ANSWER, ALERT, DIGEST = "", "alert", "digest"
_UNSENT = text("delivered_at IS NULL AND dropped_at IS NULL")


class Owed(Base):
    """One text for one person; `cause` makes it unique, so that nobody is told twice."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        Index("ix_outbox_waiting", "person_id", "delivered_at"),
        Index("ix_outbox_unsent", "kind", "id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
        Index("ix_outbox_cause", "cause"),
    )

    id: Mapped[Id]
    account_id: Mapped[AccountId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    cause: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    # The message whose reply carried it, where it went that way.
    delivered_with: Mapped[int | None] = mapped_column(ForeignKey("inbound.id", ondelete="SET NULL"))
    # When it was given to the channel by itself; what came of it: the refusal's name, or empty while that is not known.
    attempted_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="", server_default="")
    # What WeChat refused it with last; 0 where it never did.
    errcode: Mapped[int] = mapped_column(default=0, server_default="0")
    kind: Mapped[str] = mapped_column(default=ANSWER, server_default="")
    # A push keeps to its hours: neither by itself nor with a message does it go out before or after them.
    not_before: Mapped[datetime | None]
    not_after: Mapped[datetime | None]
    # When it was given up: too late, or wanted no longer.
    dropped_at: Mapped[datetime | None]
    # Its subject, figure and day, for a way that takes no whole text.
    brief: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    # The address on our pages of a picture that is sent instead of a text; empty for a text.
    picture: Mapped[str] = mapped_column(default="", server_default="")
