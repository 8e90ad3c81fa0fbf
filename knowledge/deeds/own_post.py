"""What somebody does with a post of his own: `act` end, withdraw or extend, on `kind` and `number`."""

from sqlalchemy.orm import Session

from knowledge.deeds import Deed, Doer
from knowledge.posts import own


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Does it where the post is still his and open; what is over stays as it is."""
    post = own.one(session, deed.said("kind"), int(deed.said("number")), doer.person_id or 0)
    if post is None or not own.is_open(post, doer.now):
        return
    if deed.said("act") == "end":
        own.end(post)
    elif deed.said("act") == "withdraw":
        own.withdraw(post)
    elif own.can_extend(post, doer.now):
        own.extend(post, doer.now)
