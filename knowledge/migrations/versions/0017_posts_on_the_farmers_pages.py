"""posts on the farmers' pages: random names, lists by place, and who looked at whose number"""

import secrets

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_AT_ONCE = 1000
_POSTS = ("job", "trade_post")
_LIVE = {"job": ["account_id", "status"], "trade_post": ["account_id", "kind", "status"]}
_ORDER = ["expires_at", "id"]


def upgrade() -> None:
    for table in _POSTS:
        op.add_column(table, sa.Column("public_id", sa.String(), nullable=True))
        _name_all(table)
        op.create_index(f"uq_{table}_public_id", table, ["public_id"], unique=True)
        op.drop_index(f"ix_{table}_live", table_name=table)
        op.create_index(f"ix_{table}_live", table, [*_LIVE[table], *_ORDER])
        op.create_index(f"ix_{table}_place", table, [*_LIVE[table], "region_code", *_ORDER])
    op.create_index("ix_trade_post_goods", "trade_post", [*_LIVE["trade_post"], "commodity_id", *_ORDER])
    op.create_index("ix_notice_date", "notice", ["account_id", "status", "date", "id"])
    op.create_index("ix_notice_category", "notice", ["account_id", "status", "category", "date", "id"])
    op.create_index("ix_notice_place", "notice", ["account_id", "status", "region_code", "date", "id"])
    op.create_index("ix_article_date", "article", ["account_id", "status", "date", "id"])
    op.create_index("ix_article_category", "article", ["account_id", "status", "category", "date", "id"])
    op.create_table(
        "contact_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("viewed_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contact_view_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_view")),
    )
    op.create_index("ix_contact_view_device", "contact_view", ["account_id", "device", "viewed_at"])
    op.create_index("ix_contact_view_address", "contact_view", ["account_id", "address", "viewed_at"])
    op.create_index("ix_contact_view_row", "contact_view", ["account_id", "kind", "row_id"])


def _name_all(table: str) -> None:
    """Posts that are there already get names too."""
    connection = op.get_bind()
    numbers = connection.execute(sa.text(f"SELECT id FROM {table}")).scalars().all()  # noqa: S608 - of our own
    named = sa.text(f"UPDATE {table} SET public_id = :name WHERE id = :number")  # noqa: S608 - of our own
    for start in range(0, len(numbers), _AT_ONCE):
        names = [{"number": number, "name": _name()} for number in numbers[start : start + _AT_ONCE]]
        connection.execute(named, names)


def _name() -> str:
    return secrets.choice(_LETTERS[8:]) + "".join(secrets.choice(_LETTERS) for _ in range(9))


def downgrade() -> None:
    op.drop_table("contact_view")
    for name in ("article_category", "article_date", "notice_place", "notice_category", "notice_date"):
        op.drop_index(f"ix_{name}", table_name=name.partition("_")[0])
    op.drop_index("ix_trade_post_goods", table_name="trade_post")
    for table in _POSTS:
        op.drop_index(f"ix_{table}_place", table_name=table)
        op.drop_index(f"ix_{table}_live", table_name=table)
        op.create_index(f"ix_{table}_live", table, [*_LIVE[table], "expires_at"])
        op.drop_index(f"uq_{table}_public_id", table_name=table)
        op.drop_column(table, "public_id")
