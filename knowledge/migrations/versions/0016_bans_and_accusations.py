"""phones that staff banned, and people who say that a post is a fraud"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "banned_phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("phone_hash", sa.String(), nullable=False),
        sa.Column("last_digits", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(), nullable=False),
        sa.Column("banned_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_banned_phone_account_id_account")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_banned_phone_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banned_phone")),
        sa.UniqueConstraint("account_id", "phone_hash", name=op.f("uq_banned_phone_account_id")),
    )
    op.create_table(
        "post_accusation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("accused_at", knowledge.models.base.UtcDateTime(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_post_accusation_account_id_account")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_post_accusation_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_accusation")),
        sa.UniqueConstraint("kind", "row_id", "person_id", name=op.f("uq_post_accusation_kind")),
    )
    op.create_index("ix_post_accusation_person_id", "post_accusation", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_post_accusation_person_id", table_name="post_accusation")
    op.drop_table("post_accusation")
    op.drop_table("banned_phone")
