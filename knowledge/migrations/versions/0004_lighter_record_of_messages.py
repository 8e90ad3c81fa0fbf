"""lighter record of messages"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.drop_index("ix_inbound_state", "inbound")
    op.create_index("ix_inbound_pending", "inbound", ["received_at"], sqlite_where=_PENDING, postgresql_where=_PENDING)
    _rewrite_reply_basis(with_rowid=False)
    _give_open_groups_the_plain_key()


def downgrade() -> None:
    _rewrite_reply_basis(with_rowid=True)
    op.drop_index("ix_inbound_pending", "inbound")
    op.create_index("ix_inbound_state", "inbound", ["state", "received_at"])


def _rewrite_reply_basis(with_rowid: bool) -> None:
    """SQLite alone keeps rows beside their key, and cannot change that in place."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.drop_index("ix_reply_basis_row", "reply_basis")
    op.rename_table("reply_basis", "reply_basis_before")
    op.create_table(
        "reply_basis",
        sa.Column("inbound_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound.id"], name=op.f("fk_reply_basis_inbound_id_inbound"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("inbound_id", "kind", "row_id", name=op.f("pk_reply_basis")),
        sqlite_with_rowid=with_rowid,
    )
    op.execute(
        "INSERT INTO reply_basis(inbound_id, kind, row_id) SELECT inbound_id, kind, row_id FROM reply_basis_before"
    )
    op.drop_table("reply_basis_before")
    op.create_index("ix_reply_basis_row", "reply_basis", ["kind", "row_id"])


def _give_open_groups_the_plain_key() -> None:
    """Of several groups of one question the answered ones carry a number in their key."""
    bind = op.get_bind()
    for group_id, key in bind.execute(sa.text("SELECT id, key FROM open_question WHERE state = 'open'")).all():
        plain, _, number = key.partition("#")
        if number:
            bind.execute(
                sa.text("UPDATE open_question SET key = key || '#' || id WHERE key = :plain"), {"plain": plain}
            )
            bind.execute(
                sa.text("UPDATE open_question SET key = :plain WHERE id = :id"), {"plain": plain, "id": group_id}
            )
