"""pictures that follow a reply"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("picture", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE picture <> ''")
    op.drop_column("outbox", "picture")
