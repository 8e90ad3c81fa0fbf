"""「白菜低于8毛叫我」, written with the message that says it."""

from sqlalchemy.orm import Session

from knowledge.alerts import kept
from knowledge.deeds import Deed, Doer
from knowledge.models.price_alert import ARMED, ENDED, PriceAlert
from knowledge.pushes import dropping


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Keeps the alert in the place of one on the same goods in the same direction; beyond the twentieth nothing."""
    if doer.person_id is None:
        return
    alerts = kept.live(session, doer.person_id)
    wish = (int(deed.said("commodity")), deed.said("direction"))
    replaced = [alert for alert in alerts if (alert.commodity_id, alert.direction) == wish]
    if len(alerts) - len(replaced) >= kept.MOST:
        return
    for alert in replaced:
        alert.state, alert.ended_at = ENDED, doer.now
        session.flush()
        dropping.of_alert(session, alert, doer.now)
    session.add(_made(deed, doer.person_id, doer))


def _made(deed: Deed, person_id: int, doer: Doer) -> PriceAlert:
    return PriceAlert(
        person_id=person_id,
        commodity_id=int(deed.said("commodity")),
        market_id=int(deed.said("market") or 0) or None,
        region_code=deed.said("region") or None,
        series_id=int(deed.said("series") or 0) or None,
        direction=deed.said("direction"),
        threshold=int(deed.said("threshold")),
        bound=int(deed.said("bound")),
        unit=deed.said("unit"),
        words=deed.said("words"),
        state=deed.said("state") or ARMED,
        made_at=doer.now,
    )
