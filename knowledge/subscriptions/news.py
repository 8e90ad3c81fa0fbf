"""What is new since yesterday morning, in lines for one subscription; read from the store alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from knowledge import units
from knowledge.alerts import figures
from knowledge.alerts.figures import Candidate, Figure
from knowledge.alerts.wish import PER_JIN
from knowledge.clock import SHANGHAI
from knowledge.models import price
from knowledge.models.base import ImportRun
from knowledge.models.commodity import Commodity
from knowledge.models.decision import Decision
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.models.price import Quote
from knowledge.models.region import distance, within
from knowledge.models.subscription import JOBS, NOTICES, PRICES
from knowledge.subscriptions.kept import MORNING, Kept
from knowledge.wording import day

MOST_LINES = 8
# As far as the county: what lies beyond it is asked for, not sent.
_NEAR = 1


@dataclass(frozen=True)
class Line:
    """One line of a digest, and the row that it rests on."""

    text: str
    kind: str
    row_id: int


def since(today: date) -> datetime:
    """From when on something is new this morning: what came before was in yesterday's text."""
    return datetime.combine(today - timedelta(days=1), time(MORNING), SHANGHAI)


class News:
    """What one morning brings; what many people want is looked up once."""

    def __init__(self, session: Session, now: datetime, today: date) -> None:
        self._session, self._now, self._today = session, now, today
        self._found: dict[tuple[str, int | None, str], list[Line]] = {}
        # The series of a commodity, and what each figure makes for news, whoever asks.
        self._series: dict[int, list[Candidate]] = {}
        self._changes: dict[int, tuple[float, str] | None] = {}

    def of(self, wanted: Kept) -> list[Line]:
        """The lines of one subscription; none where nothing is new."""
        key = (wanted.subject, wanted.commodity_id, wanted.region_code)
        if key not in self._found:
            self._found[key] = self._read(wanted)[:MOST_LINES]
        return self._found[key]

    def _read(self, wanted: Kept) -> list[Line]:
        readers: dict[str, Callable[[Kept], list[Line]]] = {
            PRICES: self._prices,
            JOBS: self._jobs,
            NOTICES: self._notices,
        }
        return readers[wanted.subject](wanted) if wanted.subject in readers else []

    def _prices(self, wanted: Kept) -> list[Line]:
        """Prices that came since and differ from the ones before, the greatest change first."""
        changes = []
        for commodity_id, name in self._goods(wanted.commodity_id):
            figure = figures.pick(self._candidates(commodity_id), wanted.region_code, "", self._today)
            change = self._change(figure) if figure else None
            if figure and change:
                changes.append((-change[0], commodity_id, Line(f"{name} {change[1]}", "quote", figure.quote_id)))
        return [line for _, _, line in sorted(changes, key=lambda one: one[:2])]

    def _candidates(self, commodity_id: int) -> list[Candidate]:
        if commodity_id not in self._series:
            self._series[commodity_id] = figures.candidates(self._session, commodity_id, self._today)
        return self._series[commodity_id]

    def _goods(self, commodity_id: int | None) -> Sequence[tuple[int, str]]:
        """The goods themselves where somebody quotes them, else those that the name covers: its kinds, its category."""
        quoted = select(Commodity).where(Commodity.id.in_(price.quoted(self._session))).order_by(Commodity.id)
        known = list(self._session.scalars(quoted))
        wide = self._session.get(Commodity, commodity_id) if commodity_id else None
        if wide is None:
            return [(one.id, one.name) for one in known]
        own = [one for one in known if one.id == wide.id]
        below = [one for one in known if one.parent_id == wide.id or one.category == wide.name]
        return [(one.id, one.name) for one in own or below]

    def _change(self, figure: Figure) -> tuple[float, str] | None:
        """By what share the price has changed, and its words; None for what is no news."""
        if figure.quote_id not in self._changes:
            before = figures.before(self._session, figure)
            is_news = figure.is_fresh(self._today) and self._is_new(figure)
            changed = is_news and (before is None or before[1] != figure.fen)
            self._changes[figure.quote_id] = self._in_words(figure, before) if changed else None
        return self._changes[figure.quote_id]

    def _is_new(self, figure: Figure) -> bool:
        came = select(ImportRun.started_at).join(Quote, Quote.import_run_id == ImportRun.id)
        started_at = self._session.scalar(came.where(Quote.id == figure.quote_id))
        return started_at >= since(self._today) if started_at else figure.day >= self._today

    def _in_words(self, figure: Figure, before: tuple[date, int] | None) -> tuple[float, str]:
        step = figure.fen - before[1] if before else 0
        size = units.yuan_per_jin(abs(step)) if figure.unit == PER_JIN else f"{abs(step) / 100:g}"
        change = f"，{'涨' if step > 0 else '跌'}{size}元" if step else ""
        words = f"{figure}{change}（{figure.market}{day(figure.day, self._today)}，来源：{figure.source}）"
        return abs(step) / max(1, before[1]) if before else 0.0, words

    def _jobs(self, wanted: Kept) -> list[Line]:
        live = Job.status == "approved", Job.expires_at > self._now
        came = or_(Job.posted_at >= since(self._today), _decided("job", Job.id, self._today))
        jobs = self._session.scalars(select(Job).where(*live, came).order_by(Job.id.desc())).all()
        near = [job for job in jobs if job.region_code and distance(job.region_code, wanted.region_code) <= _NEAR]
        return [Line(f"招工：{job.title}（{_pay(job)}，{job.place}）", "job", job.id) for job in near]

    def _notices(self, wanted: Kept) -> list[Line]:
        """Notices of yesterday and today, of his division, those above it and those in it."""
        recent = Notice.status == "published", Notice.date >= self._today - timedelta(days=1)
        found = self._session.scalars(select(Notice).where(*recent).order_by(Notice.date.desc(), Notice.id)).all()
        mine = [one for one in found if one.date <= self._today and _concerns(one.region_code, wanted.region_code)]
        said = [(f"{one.title}（{one.publisher}，{day(one.date, self._today)}）", one.id) for one in mine]
        return [Line(f"通知：{words}", "notice", number) for words, number in said]


def _decided(kind: str, number: InstrumentedAttribute[int], today: date) -> ColumnElement[bool]:
    """Whether staff have decided on a row since: what waited for them is new now."""
    decided = Decision.kind == kind, Decision.row_id == number, Decision.decided_at >= since(today)
    return select(Decision.id).where(*decided).exists()


def _concerns(area: str | None, place: str) -> bool:
    return not area or not place or within(place, area) or within(area, place)


def _pay(job: Job) -> str:
    figure = "-".join(dict.fromkeys(one for one in (job.wage_low, job.wage_high) if one))
    return f"{figure}{job.wage_unit}" if figure else "工资面议"
