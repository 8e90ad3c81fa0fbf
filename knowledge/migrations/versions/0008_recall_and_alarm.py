"""recall and alarm"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Pages that came before are of the source that asks for them still.
_OF_WHOM = sa.text(
    "UPDATE import_run SET source = coalesce("
    """(SELECT min(f.source) FROM "fetch" AS f WHERE f.url = import_run.file_name), '')"""
)


def upgrade() -> None:
    op.add_column("import_run", sa.Column("source", sa.String(), nullable=False, server_default=""))
    op.execute(_OF_WHOM)
    op.add_column("quote_change", sa.Column("import_run_id", sa.Integer(), nullable=True))
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("webhook", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("added_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alarm_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_alarm_account_id_name")),
    )
    op.create_table(
        "alarm_sent",
        sa.Column("alarm_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_sent_alarm_id_alarm"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alarm_id", "source", "night", name=op.f("pk_alarm_sent")),
    )


def downgrade() -> None:
    op.drop_table("alarm_sent")
    op.drop_table("alarm")
    op.drop_column("quote_change", "import_run_id")
    op.drop_column("import_run", "source")
