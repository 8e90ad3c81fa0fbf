"""What a person answered when WeChat asked whether he wants a subscription message, and what became of one."""

from sqlalchemy.orm import Session

from knowledge.deeds import Deed, Doer
from knowledge.pushes import consents


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Keeps the answer: one message more, or none at all; or the outcome of a message."""
    if doer.person_id is None:
        return
    match deed.said("said"):
        case "accept":
            consents.agree(session, doer.person_id, deed.said("template"), doer.now)
        case "reject":
            consents.end(session, doer.person_id, deed.said("template"), doer.now)
        case "sent":
            consents.became(session, doer.person_id, deed.said("message"), int(deed.said("errcode") or 0))
