"""A reader's word against a post: `kind`, `number`, `words`."""

from sqlalchemy.orm import Session

from knowledge.deeds import Deed, Doer
from knowledge.moderation import accused


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Keeps it; two readers take the post out of sight."""
    if doer.person_id is not None:
        accused.accuse(
            session, deed.said("kind"), int(deed.said("number")), doer.person_id, deed.said("words"), doer.now
        )
