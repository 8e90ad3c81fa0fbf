"""A post of goods or work."""

from sqlalchemy.orm import Session

from knowledge.deeds import Deed, Doer
from knowledge.posts import taken


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Takes it down for staff to decide."""
    taken.take(session, deed, doer.person_id, doer.now)
