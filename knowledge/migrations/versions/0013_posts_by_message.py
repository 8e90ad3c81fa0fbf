"""posts that farmers write by message: whose they are, goods without a name of ours, their extension and outcome"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_WHOSE = "ADD COLUMN person_id INTEGER CONSTRAINT fk_{0}_person_id_person REFERENCES person(id) ON DELETE SET NULL"


def upgrade() -> None:
    moment = knowledge.models.base.UtcDateTime()
    for table in ("job", "trade_post"):
        # As one statement: SQLite adds a foreign key with its column or not at all.
        op.execute(f"ALTER TABLE {table} {_WHOSE.format(table)}")
        op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"], unique=False)
        op.add_column(table, sa.Column("extended_at", moment, nullable=True))
    op.add_column("trade_post", sa.Column("words", sa.Text(), server_default="", nullable=False))
    op.add_column("trade_post", sa.Column("goods", sa.String(), server_default="", nullable=False))
    with op.batch_alter_table("trade_post") as table:
        table.alter_column("commodity_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "post_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("was_done", sa.Boolean(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_post_outcome_account_id_account")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_post_outcome_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_outcome")),
        sa.UniqueConstraint("account_id", "kind", "row_id", name=op.f("uq_post_outcome_account_id_kind_row_id")),
    )


def downgrade() -> None:
    op.drop_table("post_outcome")
    op.execute("DELETE FROM trade_post WHERE commodity_id IS NULL")
    with op.batch_alter_table("trade_post") as table:
        table.alter_column("commodity_id", existing_type=sa.Integer(), nullable=False)
        table.drop_index(op.f("ix_trade_post_person_id"))
        for column in ("person_id", "extended_at", "words", "goods"):
            table.drop_column(column)
    with op.batch_alter_table("job") as table:
        table.drop_index(op.f("ix_job_person_id"))
        table.drop_column("person_id")
        table.drop_column("extended_at")
