"""A report that somebody confirmed."""

from sqlalchemy.orm import Session

from knowledge.deeds import Deed, Doer
from knowledge.reports import filing

ANONYMOUS = "1"


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Files it, with the number that its sender was told."""
    said = filing.Said(
        ticket_no=deed.said("ticket_no"),
        words=deed.said("words"),
        place=deed.said("place"),
        region_code=deed.said("region_code") or None,
        is_anonymous=deed.said("anonymous") == ANONYMOUS,
    )
    filing.file(session, said, doer.person_id, doer.now)
