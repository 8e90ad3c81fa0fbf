"""the queue of open questions, and what WeChat said of each push"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'open' AND merged_into IS NULL")
_NEW = sa.text("NOT is_compared")
_UNSENT = sa.text("delivered_at IS NULL")


def upgrade() -> None:
    op.add_column("open_question", sa.Column("subject", sa.Text(), server_default="", nullable=False))
    op.add_column("open_question", sa.Column("rank", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("open_question", sa.Column("last_asked_at", knowledge.models.base.UtcDateTime(), nullable=True))
    op.add_column("open_question", sa.Column("is_compared", sa.Boolean(), server_default=sa.true(), nullable=False))
    # As one statement: SQLite adds a foreign key with its column or not at all.
    op.execute(
        "ALTER TABLE open_question ADD COLUMN reopens INTEGER"
        " CONSTRAINT fk_open_question_reopens_open_question REFERENCES open_question(id) ON DELETE SET NULL"
    )
    op.add_column("outbox", sa.Column("errcode", sa.Integer(), server_default="0", nullable=False))
    op.execute(
        "UPDATE open_question SET last_asked_at = asked_at, rank = -(SELECT count(DISTINCT coalesce(person_id, 0))"
        " FROM asker WHERE question_id = open_question.id)"
    )
    op.create_index(op.f("ix_open_question_reopens"), "open_question", ["reopens"], unique=False)
    for name, columns, where in (
        ("ix_open_question_waiting", ["rank", "id"], _WAITING),
        ("ix_open_question_subject", ["intent", "subject"], _WAITING),
        ("ix_open_question_new", ["id"], _NEW),
    ):
        op.create_index(name, "open_question", columns, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_open_question_settled", "open_question", ["state", "answered_at", "id"])
    op.create_index("ix_asker_person_id", "asker", ["person_id", "question_id"])
    op.create_index("ix_outbox_unsent", "outbox", ["id"], sqlite_where=_UNSENT, postgresql_where=_UNSENT)
    op.create_index("ix_outbox_cause", "outbox", ["cause"])
    op.create_index("ix_person_place_code", "person", ["place_code"])


def downgrade() -> None:
    op.drop_index("ix_person_place_code", table_name="person")
    op.drop_index("ix_outbox_cause", table_name="outbox")
    op.drop_index("ix_outbox_unsent", table_name="outbox")
    op.drop_index("ix_asker_person_id", table_name="asker")
    for name in ("settled", "new", "subject", "waiting"):
        op.drop_index(f"ix_open_question_{name}", table_name="open_question")
    op.drop_index(op.f("ix_open_question_reopens"), table_name="open_question")
    op.drop_column("outbox", "errcode")
    for column in ("reopens", "is_compared", "last_asked_at", "rank", "subject"):
        op.drop_column("open_question", column)
