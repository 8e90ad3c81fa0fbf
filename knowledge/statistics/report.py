"""What staff read of a span of days."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from knowledge.models.article import Article
from knowledge.models.daily_figure import DailyFigure
from knowledge.models.decision import Verdict
from knowledge.models.inbound import ReplyBasis
from knowledge.models.person import Person
from knowledge.models.price import Quote, Series
from knowledge.statistics import moments, tally
from knowledge.statistics.tally import Figure

MOST_DAYS = 366
COVERAGE_DAYS = 30


@dataclass(frozen=True)
class Day:
    """One day's messages, people, open questions, newcomers and leavers."""

    day: date
    messages: int = 0
    people: int = 0
    open: int = 0
    new: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Report:
    """The figures of a span; tops are (key, messages), most first."""

    days: list[Day]
    tops: dict[str, list[tuple[str, int]]]
    active: dict[int, int]
    farmers: int

    @property
    def messages(self) -> int:
        """All messages of the span."""
        return sum(day.messages for day in self.days)

    @property
    def open_share(self) -> float:
        """The share of messages that the bot left to a person, 0 to 1."""
        return sum(day.open for day in self.days) / self.messages if self.messages else 0.0


@dataclass(frozen=True)
class ArticleUse:
    """How often an article answered, and what farmers said of it."""

    number: int
    title: str
    answers: int
    useful: int
    useless: int


def of(session: Session, first: date, last: date, today: date, most: int = 15) -> Report:
    """The report from `first` to `last`, today counted as far as it has gone."""
    by_day: defaultdict[date, dict[tuple[str, str], Figure]] = defaultdict(dict)
    statement = select(DailyFigure).where(DailyFigure.day >= first, DailyFigure.day <= last)
    for row in session.scalars(statement):
        by_day[row.day][row.kind, row.key] = Figure(row.kind, row.key, row.messages, row.people)
    if first <= today <= last:
        by_day[today] = {(figure.kind, figure.key): figure for figure in tally.so_far(session, today)}
    counted = [day for day in by_day if day < today]
    newest = by_day[max(counted)] if counted else {}
    return Report(
        days=[_day(first + timedelta(n), by_day) for n in range((last - first).days + 1)],
        tops={kind: _top(by_day, kind, most) for kind in ("intent", "commodity", "township")},
        active={n: newest[f"active{n}", ""].people for n in tally.ACTIVE_DAYS if (f"active{n}", "") in newest},
        farmers=session.scalar(select(func.count()).where(Person.is_test.is_(False))) or 0,
    )


def articles(session: Session, first: date, last: date, most: int = 20) -> list[ArticleUse]:
    """The articles that answered most in these days, with all that was ever said of them."""
    begin, after = moments.numbers_of(session, first, last)
    used = (
        select(ReplyBasis.row_id, func.count().label("answers"))
        .where(ReplyBasis.kind == "article", ReplyBasis.inbound_id >= begin, ReplyBasis.inbound_id < after)
        .group_by(ReplyBasis.row_id)
        .subquery()
    )
    said = (
        select(
            Verdict.row_id,
            func.sum(case((Verdict.is_useful, 1), else_=0)).label("useful"),
            func.sum(case((Verdict.is_useful, 0), else_=1)).label("useless"),
        )
        .where(Verdict.kind == "article")
        .group_by(Verdict.row_id)
        .subquery()
    )
    statement = (
        select(Article.id, Article.title, used.c.answers, said.c.useful, said.c.useless)
        .join(used, used.c.row_id == Article.id)
        .outerjoin(said, said.c.row_id == Article.id)
        .order_by(used.c.answers.desc(), Article.id)
        .limit(most)
    )
    return [ArticleUse(row[0], row[1], row[2], row[3] or 0, row[4] or 0) for row in session.execute(statement)]


def coverage(session: Session, today: date) -> list[tuple[str, int, int]]:
    """Of each source: series with a quote of today or yesterday, and series with one in the last 30 days."""
    newest = select(func.max(Quote.date)).where(Quote.series_id == Series.id).correlate(Series).scalar_subquery()
    fresh, alive = Counter[str](), Counter[str]()
    for source, day in session.execute(select(Series.source, newest).where(Series.is_demo.is_(False))):
        if day is not None and day >= today - timedelta(days=COVERAGE_DAYS):
            alive[source] += 1
            fresh[source] += day >= today - timedelta(days=1)
    return [(source, fresh[source], count) for source, count in alive.most_common()]


def _day(day: date, by_day: dict[date, dict[tuple[str, str], Figure]]) -> Day:
    found = by_day.get(day, {})
    none = Figure("", "", 0, 0)
    everything, left = found.get(("all", ""), none), found.get(("open", ""), none)
    new, lost = found.get(("new", ""), none), found.get(("lost", ""), none)
    return Day(day, everything.messages, everything.people, left.messages, new.people, lost.people)


def _top(by_day: dict[date, dict[tuple[str, str], Figure]], kind: str, most: int) -> list[tuple[str, int]]:
    counted = Counter[str]()
    for figures in by_day.values():
        for figure in figures.values():
            if figure.kind == kind:
                counted[figure.key] += figure.messages
    return counted.most_common(most)
