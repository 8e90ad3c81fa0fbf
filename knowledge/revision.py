"""How far what answers and pages rest on has come: a number that rises with every change of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.db import Store, line_of
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.prepared import Prepared, Row

_account = Account.__table__
_REVISION = Prepared(select(_account.c.knowledge_revision).where(_account.c.id == DEFAULT_ACCOUNT))


def current(store: Store) -> int:
    """The account's revision at this moment; 0 for a store that is not filled."""
    return _number(_REVISION.first(store, {}))


def seen(session: Session) -> int:
    """The revision that a session sees, which may be older: what is kept of it goes by this one."""
    return _number(_REVISION.run(line_of(session.connection()), {}))


def _number(found: Row | None) -> int:
    return int(found[0]) if found else 0
