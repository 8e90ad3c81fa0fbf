"""reports with a clock, the units and classes that they belong to, and the working days that they count in"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base
from knowledge.starter import presets

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_RUNNING = sa.text("next_at IS NOT NULL")
_OPEN_ONES = sa.text("state <> 'answered' AND joined_to IS NULL")


def upgrade() -> None:
    moment = knowledge.models.base.UtcDateTime
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_holiday_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("account_id", "day", name=op.f("uq_holiday_account_id_day")),
    )
    op.create_table(
        "report_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.Column("first_hours", sa.Integer(), server_default="0", nullable=False),
        sa.Column("longest", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_report_class_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_class")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_report_class_account_id_key")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("subjects", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_unit_account_id_account")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_unit_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("account_id", "name", "region_code", name=op.f("uq_unit_account_id_name_region_code")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ticket_no", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_test", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("urgency", sa.Integer(), server_default="0", nullable=False),
        sa.Column("received_at", moment(), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("first_due_at", moment(), nullable=True),
        sa.Column("first_told_at", moment(), nullable=True),
        sa.Column("stage", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", moment(), nullable=True),
        sa.Column("reminded", sa.String(), server_default="", nullable=False),
        sa.Column("reply", sa.Text(), server_default="", nullable=False),
        sa.Column("replied_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", moment(), nullable=True),
        sa.Column("public_words", sa.Text(), server_default="", nullable=False),
        sa.Column("was_late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reopened_at", moment(), nullable=True),
        sa.Column("asked_at", moment(), nullable=True),
        sa.Column("is_solved", sa.Boolean(), nullable=True),
        sa.Column("joined_to", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_report_account_id_account")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["class_id"], ["report_class.id"], name=op.f("fk_report_class_id_report_class")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_unit_id_unit"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_report_region_code_region")),
        sa.ForeignKeyConstraint(
            ["replied_by"], ["staff.id"], name=op.f("fk_report_replied_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["joined_to"], ["report.id"], name=op.f("fk_report_joined_to_report"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("account_id", "ticket_no", name=op.f("uq_report_account_id_ticket_no")),
    )
    for column in ("person_id", "received_at", "joined_to"):
        op.create_index(f"ix_report_{column}", "report", [column])
    op.create_index("ix_report_next_at", "report", ["next_at"], sqlite_where=_RUNNING, postgresql_where=_RUNNING)
    op.create_index("ix_report_due", "report", ["due_at", "id"], sqlite_where=_OPEN_ONES, postgresql_where=_OPEN_ONES)
    op.create_index("ix_report_unit_id", "report", ["unit_id", "received_at"])
    op.create_table(
        "report_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("staff_name", sa.String(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_step_report_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_step")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_report_step_report_id_key")),
    )
    op.create_table(
        "hot_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), server_default="0", nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("released_at", moment(), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hot_issue_account_id_account")),
        sa.ForeignKeyConstraint(
            ["released_by"], ["staff.id"], name=op.f("fk_hot_issue_released_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_issue")),
        sa.UniqueConstraint("account_id", "made_at", name=op.f("uq_hot_issue_account_id_made_at")),
    )
    op.create_table(
        "urgent_call",
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("called_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound.id"], name=op.f("fk_urgent_call_inbound_id_inbound"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("inbound_id", name=op.f("pk_urgent_call")),
    )
    home = op.get_bind().scalar(sa.text("SELECT home_region FROM account WHERE id = 1"))
    # A store that is filled already; a new one is filled later.
    if home is not None:
        presets.put(op.get_bind(), home)


def downgrade() -> None:
    for table in ("urgent_call", "hot_issue", "report_step", "report", "unit", "report_class", "holiday"):
        op.drop_table(table)
