"""What became of a post that its poster was asked about: `kind`, `number`, `done`, `quantity`, `price`, `words`."""

from sqlalchemy.orm import Session

from knowledge.deeds import Deed, Doer
from knowledge.posts import outcomes, own
from knowledge.text import storable


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Keeps it, where the post is his."""
    post = own.one(session, deed.said("kind"), int(deed.said("number")), doer.person_id or 0)
    if post is not None:
        words = storable(deed.said("words"))
        outcomes.keep(
            session, post, bool(deed.said("done")), deed.said("quantity"), deed.said("price"), words, doer.now
        )
