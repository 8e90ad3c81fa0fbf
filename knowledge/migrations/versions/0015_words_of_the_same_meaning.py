"""words of the same meaning that staff add and take out"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("same_as", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("is_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_synonym_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
        sa.UniqueConstraint("account_id", "same_as", "word", name=op.f("uq_synonym_account_id_same_as_word")),
    )


def downgrade() -> None:
    op.drop_table("synonym")
