"""「每天给我发菜价」, written with the message that says it."""

from sqlalchemy.orm import Session

from knowledge.deeds import Deed, Doer
from knowledge.models.subscription import Subscription
from knowledge.subscriptions import kept


def do(session: Session, doer: Doer, deed: Deed) -> None:
    """Keeps one subscription for each of the goods; what is there already is moved to the new place and hour."""
    if doer.person_id is None:
        return
    mine = kept.live(session, doer.person_id)
    goods: list[int | None] = [int(number) for number in deed.said("commodities").split()]
    for commodity_id in goods or [None]:
        same = [one for one in mine if (one.subject, one.commodity_id) == (deed.said("subject"), commodity_id)]
        if same:
            same[0].region_code, same[0].hour = deed.said("region") or None, int(deed.said("hour"))
        elif len(mine) < kept.MOST:
            session.add(_made(deed, doer, doer.person_id, commodity_id))


def _made(deed: Deed, doer: Doer, person_id: int, commodity_id: int | None) -> Subscription:
    return Subscription(
        person_id=person_id,
        subject=deed.said("subject"),
        commodity_id=commodity_id,
        region_code=deed.said("region") or None,
        hour=int(deed.said("hour")),
        made_at=doer.now,
    )
