"""the desk of prices, sources and posts: what a held row is about, fetches asked for by staff, posts by phone"""

import json

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fetch_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("staff_name", sa.String(), nullable=False),
        sa.Column("ordered_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_fetch_order_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetch_order")),
        sa.UniqueConstraint("account_id", "source", name=op.f("uq_fetch_order_account_id_source")),
    )
    op.add_column("held_quote", sa.Column("gist", sa.String(), server_default="", nullable=False))
    # As one statement: SQLite adds a foreign key with its column or not at all.
    op.execute(
        "ALTER TABLE held_quote ADD COLUMN region_code VARCHAR"
        " CONSTRAINT fk_held_quote_region_code_region REFERENCES region(code)"
    )
    op.create_index("ix_held_quote_gist", "held_quote", ["account_id", "gist", "id"], unique=False)
    op.create_index(op.f("ix_job_phone"), "job", ["phone"], unique=False)
    op.create_index(op.f("ix_trade_post_phone"), "trade_post", ["phone"], unique=False)
    _fill()


def _fill() -> None:
    """What rows that wait already are about, and where."""
    connection = op.get_bind()
    markets = dict(connection.execute(sa.text("SELECT name, region_code FROM market")).all())
    rows = connection.execute(sa.text("SELECT id, reason, fields FROM held_quote")).all()
    for number, reason, fields in rows:
        market = (json.loads(fields) if isinstance(fields, str) else fields)["market"]
        connection.execute(
            sa.text("UPDATE held_quote SET gist = :gist, region_code = :region WHERE id = :id"),
            {"gist": _gist(reason), "region": markets.get(market), "id": number},
        )


def _gist(reason: str) -> str:
    return "名称不认识" if reason.endswith("不认识") else reason.partition("（")[0]


def downgrade() -> None:
    op.drop_index(op.f("ix_trade_post_phone"), table_name="trade_post")
    op.drop_index(op.f("ix_job_phone"), table_name="job")
    op.drop_index("ix_held_quote_gist", table_name="held_quote")
    op.drop_column("held_quote", "region_code")
    op.drop_column("held_quote", "gist")
    op.drop_table("fetch_order")
