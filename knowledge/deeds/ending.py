"""「退订」「取消白菜提醒」: what a person wants no more, ended with the message that says it."""

from sqlalchemy.orm import Session

from knowledge.alerts import kept
from knowledge.deeds import Deed, Doer
from knowledge.models.outbox import ALERT, DIGEST
from knowledge.models.price_alert import ENDED
from knowledge.pushes import dropping
from knowledge.subscriptions import kept as subscriptions


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Ends those of his alerts and subscriptions that are named, or all, and whatever of them is on its way.

    The day's combined text goes with any subscription: what is left of it comes tomorrow.
    """
    if doer.person_id is None:
        return
    for alert in kept.live(session, doer.person_id):
        if deed.said("all") or str(alert.id) in deed.said("alerts").split():
            alert.state, alert.ended_at = ENDED, doer.now
            # Whoever is just making a push of it has made it by now, or finds that the alert is over.
            session.flush()
            dropping.of_alert(session, alert, doer.now)
    for one in subscriptions.live(session, doer.person_id):
        if deed.said("all") or str(one.id) in deed.said("subscriptions").split():
            one.ended_at = doer.now
    session.flush()
    if deed.said("all") or deed.said("subscriptions"):
        dropping.of_person(session, doer.person_id, (ALERT, DIGEST) if deed.said("all") else (DIGEST,), doer.now)
