"""staff, their console, editions and review"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_REFERENCES = {"answered_by": "staff", "assigned_to": "staff", "article_id": "article", "merged_into": "open_question"}


def upgrade() -> None:
    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failed_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failure")),
    )
    op.create_index("ix_login_failure_key", "login_failure", ["key", "failed_at"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("own_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_entry_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject", "subject_id"], unique=False)
    op.create_table(
        "review_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_step_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
        sa.UniqueConstraint("account_id", "position", name=op.f("uq_review_step_account_id_position")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("totp_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_account_id_account")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_staff_made_by_staff"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_staff_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_staff_account_id_name")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(), nullable=False),
        sa.Column("decided_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_decision_account_id_account")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_decision_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_row", "decision", ["kind", "row_id"], unique=False)
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("changed_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("publish_at", knowledge.models.base.UtcDateTime(), nullable=True),
        sa.Column("published_at", knowledge.models.base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_edition_account_id_account")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_edition_made_by_staff"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_edition_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("kind", "row_id", "number", name=op.f("uq_edition_kind_row_id_number")),
    )
    op.create_index("ix_edition_state", "edition", ["account_id", "state", "kind"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("seen_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_staff_id"), "staff_session", ["staff_id"], unique=False)
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("is_useful", sa.Boolean(), nullable=False),
        sa.Column("said_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_verdict_account_id_account")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_verdict_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.UniqueConstraint("person_id", "kind", "row_id", name=op.f("uq_verdict_person_id_kind_row_id")),
    )
    op.create_index("ix_verdict_row", "verdict", ["kind", "row_id"], unique=False)
    op.create_table(
        "editing",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_editing_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_editing_staff_id_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("edition_id", "staff_id", name=op.f("pk_editing")),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("returns", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("said_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_remark_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_remark_staff_id_staff"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_edition_id"), "remark", ["edition_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step_name", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(), nullable=False),
        sa.Column("signed_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_signature_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_signature_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("edition_id", "position", name=op.f("uq_signature_edition_id_position")),
        sa.UniqueConstraint("edition_id", "staff_id", name=op.f("uq_signature_edition_id_staff_id")),
    )
    op.add_column("article", sa.Column("valid_to", sa.Date(), nullable=True))
    op.add_column("job", sa.Column("held_for", sa.String(), server_default="", nullable=False))
    for column, table in _REFERENCES.items():
        # As one statement: SQLite adds a foreign key with its column or not at all.
        op.execute(
            f"ALTER TABLE open_question ADD COLUMN {column} INTEGER"
            f" CONSTRAINT fk_open_question_{column}_{table} REFERENCES {table}(id) ON DELETE SET NULL"
        )
    op.create_index(op.f("ix_open_question_assigned_to"), "open_question", ["assigned_to"], unique=False)
    op.create_index(op.f("ix_open_question_merged_into"), "open_question", ["merged_into"], unique=False)
    op.add_column("person", sa.Column("unreachable", sa.String(), server_default="", nullable=False))
    op.add_column("trade_post", sa.Column("held_for", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("trade_post", "held_for")
    op.drop_column("person", "unreachable")
    op.drop_index(op.f("ix_open_question_merged_into"), table_name="open_question")
    op.drop_index(op.f("ix_open_question_assigned_to"), table_name="open_question")
    for column in reversed(_REFERENCES):
        op.drop_column("open_question", column)
    op.drop_column("job", "held_for")
    op.drop_column("article", "valid_to")
    op.drop_table("signature")
    op.drop_index(op.f("ix_remark_edition_id"), table_name="remark")
    op.drop_table("remark")
    op.drop_table("editing")
    op.drop_index("ix_verdict_row", table_name="verdict")
    op.drop_table("verdict")
    op.drop_index(op.f("ix_staff_session_staff_id"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index("ix_edition_state", table_name="edition")
    op.drop_table("edition")
    op.drop_index("ix_decision_row", table_name="decision")
    op.drop_table("decision")
    op.drop_table("staff")
    op.drop_table("review_step")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index("ix_login_failure_key", table_name="login_failure")
    op.drop_table("login_failure")
