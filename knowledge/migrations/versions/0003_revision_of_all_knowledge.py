"""revision of all knowledge"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("knowledge_revision", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("account", "knowledge_revision")
