"""price alerts, subscriptions, and the ledger of pushes"""

import sqlalchemy as sa
from alembic import op

from knowledge.models.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_LIVE_ALERT = sa.text("state != 'ended'")
_LIVE = sa.text("ended_at IS NULL")
_WAITS = sa.text("delivered_at IS NULL AND dropped_at IS NULL")
_WAITED = sa.text("delivered_at IS NULL")
# What was tried before there was a ledger is in it too: it counts towards the five.
_TRIED = (
    "INSERT INTO push_try(account_id, person_id, outbox_id, way, tried_at, result, errcode, counts, message_id)"
    " SELECT account_id, person_id, id, 'service', attempted_at, result, errcode, {true}, ''"
    " FROM outbox WHERE attempted_at IS NOT NULL"
)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("kind", sa.String(), server_default="", nullable=False))
    for name in ("not_before", "not_after", "dropped_at"):
        op.add_column("outbox", sa.Column(name, UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("brief", sa.JSON(), nullable=True))
    op.drop_index("ix_outbox_unsent", table_name="outbox")
    op.create_index("ix_outbox_unsent", "outbox", ["kind", "id"], sqlite_where=_WAITS, postgresql_where=_WAITS)
    _alerts()
    _subscriptions()
    _ledger()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(_TRIED.format(true="1" if is_sqlite else "true"))


def _of_a_person(name: str) -> list[sa.Column[int] | sa.Constraint]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{name}_account_id_account")),
        _key(name, "person_id", "person.id", "CASCADE"),
    ]


def _key(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete=ondelete)


def _alerts() -> None:
    op.create_table(
        "price_alert",
        *_of_a_person("price_alert"),
        sa.Column("commodity_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("crossings", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("fired_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        _key("price_alert", "commodity_id", "commodity.id"),
        _key("price_alert", "market_id", "market.id", "SET NULL"),
        _key("price_alert", "region_code", "region.code"),
        _key("price_alert", "series_id", "series.id", "SET NULL"),
    )
    wish = ["person_id", "commodity_id", "direction"]
    where = {"sqlite_where": _LIVE_ALERT, "postgresql_where": _LIVE_ALERT}
    op.create_index("uq_price_alert_wish", "price_alert", wish, unique=True, **where)
    op.create_index("ix_price_alert_live", "price_alert", ["series_id"], **where)
    op.create_index("ix_price_alert_person_id", "price_alert", ["person_id"])


def _subscriptions() -> None:
    op.create_table(
        "subscription",
        *_of_a_person("subscription"),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("commodity_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("looked_on", sa.Date(), nullable=True),
        _key("subscription", "commodity_id", "commodity.id"),
        _key("subscription", "region_code", "region.code"),
    )
    op.create_index("ix_subscription_person_id", "subscription", ["person_id"])
    live = ["looked_on", "person_id"]
    op.create_index("ix_subscription_live", "subscription", live, sqlite_where=_LIVE, postgresql_where=_LIVE)


def _ledger() -> None:
    op.create_table(
        "push_try",
        *_of_a_person("push_try"),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=False),
        sa.Column("result", sa.String(), server_default="", nullable=False),
        sa.Column("errcode", sa.Integer(), server_default="0", nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.String(), server_default="", nullable=False),
        _key("push_try", "outbox_id", "outbox.id", "CASCADE"),
    )
    op.create_index("ix_push_try_person", "push_try", ["person_id", "way", "tried_at"])
    for column in ("outbox_id", "message_id", "tried_at"):
        op.create_index(f"ix_push_try_{column}", "push_try", [column])
    op.create_table(
        "push_basis",
        sa.Column("outbox_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", "kind", "row_id", name=op.f("pk_push_basis")),
        _key("push_basis", "outbox_id", "outbox.id", "CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_push_basis_row", "push_basis", ["kind", "row_id"])
    op.create_table(
        "consent",
        *_of_a_person("consent"),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("person_id", "template", name=op.f("uq_consent_person_id_template")),
    )


def downgrade() -> None:
    for table in ("consent", "push_basis", "push_try", "subscription", "price_alert"):
        op.drop_table(table)
    op.drop_index("ix_outbox_unsent", table_name="outbox")
    op.create_index("ix_outbox_unsent", "outbox", ["id"], sqlite_where=_WAITED, postgresql_where=_WAITED)
    for column in ("brief", "dropped_at", "not_after", "not_before", "kind"):
        op.drop_column("outbox", column)
