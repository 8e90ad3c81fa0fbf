"""the night"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_page",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("fetched_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_kept_page")),
    )
    op.create_table(
        "fetch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ask", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("fetched_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("source_run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_fetch_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetch")),
        sa.UniqueConstraint("account_id", "source", "ask", name=op.f("uq_fetch_account_id_source_ask")),
    )
    op.create_table(
        "source_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("started_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("finished_at", knowledge.models.base.UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("unpriced", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_source_run_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_run")),
    )
    op.create_index("ix_source_run_source", "source_run", ["account_id", "source", "night"], unique=False)
    op.create_table(
        "source_setup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("setup", sa.Text(), nullable=False),
        sa.Column("added_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_source_setup_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_setup")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_source_setup_account_id_name")),
    )
    op.create_table(
        "unknown_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=True),
        sa.Column("first_seen", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("example", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_unknown_name_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_name")),
        sa.UniqueConstraint("account_id", "kind", "written", name=op.f("uq_unknown_name_account_id_kind_written")),
    )


def downgrade() -> None:
    op.drop_table("unknown_name")
    op.drop_table("source_setup")
    op.drop_index("ix_source_run_source", table_name="source_run")
    op.drop_table("source_run")
    op.drop_table("fetch")
    op.drop_table("kept_page")
