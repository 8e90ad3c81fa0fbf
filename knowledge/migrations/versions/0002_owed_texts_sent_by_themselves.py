"""owed texts sent by themselves"""

import sqlalchemy as sa
from alembic import op

import knowledge.models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("attempted_at", knowledge.models.base.UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("result", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("outbox", "result")
    op.drop_column("outbox", "attempted_at")
