"""characters in the search index"""

from collections import Counter

import sqlalchemy as sa
from alembic import op

from knowledge.text import character_terms

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_term = sa.table("search_term", sa.column("term", sa.String), sa.column("passages", sa.Integer))
_passage = sa.table("passage", *(sa.column(name, sa.String) for name in ("title", "heading", "text")))


def upgrade() -> None:
    counts: Counter[str] = Counter()
    for title, heading, text in op.get_bind().execute(sa.select(_passage)):
        counts.update(character_terms(f"{title} {heading} {text}"))
    if counts:
        op.bulk_insert(_term, [{"term": term, "passages": count} for term, count in sorted(counts.items())])


def downgrade() -> None:
    connection = op.get_bind()
    short = connection.scalars(sa.select(_term.c.term).where(sa.func.length(_term.c.term) == 2))
    characters = [term for term in short if term[0] == "c" and not term.isascii()]
    for term in characters:
        connection.execute(sa.delete(_term).where(_term.c.term == term))
