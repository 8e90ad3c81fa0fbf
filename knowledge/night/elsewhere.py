"""What markets of other sources say of the same goods: the second opinion on a fresh figure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.gates.quoted import NEAR, Elsewhere
from knowledge.models.price import Quote, Series

# A market that has said nothing for so long has no opinion on the day; before that lies what is usual there.
AROUND, BEFORE = timedelta(3), timedelta(60)
Days = list[tuple[date, int]]


class Others:
    """Prices by weight of other sources' series, in fen per kilogram."""

    def __init__(self, session: Session, own: Iterable[str], commodity_ids: Iterable[int], first: date) -> None:
        self._series: dict[int, dict[int, Days]] = defaultdict(lambda: defaultdict(list))
        statement = (
            select(Series.commodity_id, Series.id, Quote.date, Quote.fen_per_kg)
            .join(Series, Quote.series_id == Series.id)
            .where(
                Series.source.not_in(list(own)),
                Series.is_demo.is_(False),
                Series.commodity_id.in_(list(commodity_ids)),
                Quote.date >= first - BEFORE,
                Quote.fen_per_kg > 0,
            )
            .order_by(Quote.date)
        )
        for commodity_id, series_id, day, fen in session.execute(statement):
            self._series[commodity_id][series_id].append((day, fen or 0))

    def around(self, commodity_id: int, day: date, fen_per_figure: float) -> list[Elsewhere]:
        """What each market says around the day; `fen_per_figure` is what 1 in the asker's unit makes per kilogram."""
        said = (_said(days, day) for days in self._series.get(commodity_id, {}).values())
        return [
            Elsewhere(now / fen_per_figure, usual / fen_per_figure if usual else None)
            for now, usual in (pair for pair in said if pair)
        ]


def _said(days: Days, day: date) -> tuple[float, float | None] | None:
    """A market's figure nearest to the day, and its usual one before that."""
    near = [place for place, (then, _) in enumerate(days) if abs(then - day) <= AROUND]
    if not near:
        return None
    nearest = min(near, key=lambda place: (abs(days[place][0] - day), -place))
    before: Sequence[tuple[date, int]] = days[max(0, nearest - NEAR) : nearest]
    return days[nearest][1], median(fen for _, fen in before) if before else None
