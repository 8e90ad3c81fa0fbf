"""figures by day"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_daily_figure_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_figure")),
        sa.UniqueConstraint("account_id", "day", "kind", "key", name=op.f("uq_daily_figure_account_id_day_kind_key")),
    )
    # Whether a message was left to a person is asked of each.
    op.create_index(op.f("ix_asker_inbound_id"), "asker", ["inbound_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_asker_inbound_id"), table_name="asker")
    op.drop_table("daily_figure")
