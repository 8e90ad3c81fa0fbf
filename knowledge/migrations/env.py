"""Alembic's entry: runs the migrations over the connection that `knowledge.migrate` hands in."""

from alembic import context

from knowledge.migrate import is_ours
from knowledge.models import load_all
from knowledge.models.base import Base

load_all()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_object=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
