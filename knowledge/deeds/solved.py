"""What a reporter says of the question whether it is solved."""

from sqlalchemy.orm import Session

from knowledge.deeds import Deed, Doer
from knowledge.reports import mine, solved

YES = "1"


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Keeps it, unless something else of his was kept meanwhile."""
    report = mine.numbered(session, doer.person_id, deed.said("ticket_no"))
    if report is not None and report.is_solved is None and report.asked_at is not None:
        solved.judge(session, report, deed.said("solved") == YES, deed.said("words"), doer.now)
