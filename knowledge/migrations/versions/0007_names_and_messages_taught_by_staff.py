"""names and messages taught by staff"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("starter_hash", sa.String(), nullable=False, server_default=""))
    op.add_column("commodity_alias", sa.Column("weak", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "removed_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_removed_alias_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_alias")),
        sa.UniqueConstraint(
            "account_id", "kind", "owner", "name", name=op.f("uq_removed_alias_account_id_kind_owner_name")
        ),
    )
    op.create_table(
        "labelled_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("added_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_labelled_message_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labelled_message")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_labelled_message_account_id_key")),
    )


def downgrade() -> None:
    op.drop_table("labelled_message")
    op.drop_table("removed_alias")
    op.drop_column("commodity_alias", "weak")
    op.drop_column("account", "starter_hash")
