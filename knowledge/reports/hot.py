"""《热点聚焦》: what many report, or far more than the month before; drafted by rule and released by a person."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import catalogue, clock
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.hot_issue import HotIssue
from knowledge.models.report import ANSWERED, Report, Unit
from knowledge.models.staff import COUNTY
from knowledge.refusal import Refused
from knowledge.reports import joining, nameless
from knowledge.reports.rights import may_see
from knowledge.staff import audit
from knowledge.staff.access import Actor, NotHere, require

MONTH = timedelta(days=30)
MANY, TIMES = 5, 3
# Fewer than these are no pattern, however few they were before.
LEAST = 3
# Beyond it, comparing each with each would take long.
MOST_COMPARED = 1500
_QUOTES, _QUOTED = 3, 60
SUBJECT = "热点聚焦"


@dataclass(frozen=True)
class Cluster:
    """Reports of one matter in the last thirty days; how many people, and how many in the thirty days before."""

    reports: list[Report]
    people: int
    before: int

    @property
    def is_hot(self) -> bool:
        """Whether it belongs into an issue."""
        return self.people >= MANY or (self.people >= LEAST and self.people >= TIMES * self.before)


def clusters(now: datetime, reports: Sequence[Report]) -> list[Cluster]:
    """The matters of the last thirty days, most people first; `reports` reach sixty days back."""
    lately = [report for report in reports if report.received_at > now - MONTH]
    earlier = [report for report in reports if report.received_at <= now - MONTH]
    found = []
    for group in _grouped(lately):
        alike = [one for one in earlier if joining.likeness(one.words, group[0].words) >= joining.ENOUGH]
        found.append(Cluster(group, _people(group), _people(alike)))
    return sorted(found, key=lambda cluster: (-cluster.people, cluster.reports[0].id))


def draft(session: Session, actor: Actor, now: datetime) -> HotIssue:
    """Writes an issue that nobody has released yet; raises NotHere, and Refused where nothing is hot."""
    require(actor, COUNTY)
    recent = select(Report).where(Report.received_at > now - 2 * MONTH, Report.is_test.is_(False), may_see(actor))
    reports = session.scalars(recent.order_by(Report.id.desc()).limit(MOST_COMPARED)).all()
    hot = [cluster for cluster in clusters(now, reports[::-1]) if cluster.is_hot]
    if not hot:
        raise Refused(f"近 30 天没有 {MANY} 人以上反映的事，也没有比上个 30 天多到 {TIMES} 倍的事。")
    body = "\n\n".join(_words(session, number, cluster, now) for number, cluster in enumerate(hot, 1))
    issue = HotIssue(body=body, made_at=now)
    session.add(issue)
    session.flush()
    audit.append(session, actor, "起草", SUBJECT, issue.id, now, 件数=len(hot))
    return issue


def issues(session: Session, actor: Actor) -> Sequence[HotIssue]:
    """All issues, the newest first; raises NotHere for who is not of the county."""
    require(actor, COUNTY)
    return session.scalars(select(HotIssue).order_by(HotIssue.id.desc())).all()


def access_issue(session: Session, actor: Actor, number: int) -> HotIssue:
    """One issue; raises NotHere."""
    require(actor, COUNTY)
    found = session.get(HotIssue, number)
    if found is None:
        raise NotHere
    return found


def release(session: Session, actor: Actor, number: int, body: str, now: datetime) -> HotIssue:
    """Gives an issue its number within the year, as somebody has looked it through; raises NotHere and Refused."""
    issue, said = access_issue(session, actor, number), body.replace("\r\n", "\n").strip()
    if issue.released_at is not None:
        raise Refused("这一期已经发出。")
    if not said:
        raise Refused("正文是空的。")
    # Two that are released at once must not bear one number.
    session.execute(select(Account.id).where(Account.id == DEFAULT_ACCOUNT).with_for_update(key_share=True))
    year = clock.local(now).year
    issue.number = (session.scalar(select(func.max(HotIssue.number)).where(HotIssue.year == year)) or 0) + 1
    issue.year, issue.body, issue.released_at, issue.released_by = year, said, now, actor.id
    session.flush()
    audit.append(session, actor, "发出", SUBJECT, issue.id, now, 期号=f"{year}年第{issue.number}期")
    return issue


def _grouped(reports: Sequence[Report]) -> list[list[Report]]:
    """Reports in groups: each is like the first of its group, or was joined to one of it."""
    groups: list[list[Report]] = []
    place: dict[int, int] = {}
    for report in sorted(reports, key=lambda one: (one.joined_to is not None, one.id)):
        home = place.get(report.joined_to or 0, -1)
        if home < 0:
            home = next((n for n, group in enumerate(groups) if _is_like(report, group[0])), len(groups))
        if home == len(groups):
            groups.append([])
        groups[home].append(report)
        place[report.id] = home
    return groups


def _is_like(one: Report, other: Report) -> bool:
    return joining.likeness(one.words, other.words) >= joining.ENOUGH


def _people(reports: Sequence[Report]) -> int:
    """How many people; each report whose reporter has been forgotten is one more."""
    known = {report.person_id for report in reports if report.person_id is not None}
    return len(known) + sum(report.person_id is None for report in reports)


def _words(session: Session, number: int, cluster: Cluster, now: datetime) -> str:
    places, names = Counter[str](), catalogue.current(session).places
    states: defaultdict[str, int] = defaultdict(int)
    for report in cluster.reports:
        places[names.path(report.region_code) if report.region_code else "没说地方"] += 1
        states["已答复" if report.state == ANSWERED else "超期" if report.due_at < now else "在办"] += 1
    units = {report.unit_id for report in cluster.reports}
    owners = session.scalars(select(Unit.name).where(Unit.id.in_(units)).order_by(Unit.id)).all()
    said = dict.fromkeys(nameless.quoted(report.words)[:_QUOTED] for report in cluster.reports)
    return "\n".join(
        [
            f"{number}. {cluster.people} 人反映（上个 30 天 {cluster.before} 人）：{next(iter(said))[:30]}",
            f"地方：{'、'.join(f'{place} {count} 件' for place, count in places.most_common())}",
            *(f"原话：「{words}」" for words in list(said)[:_QUOTES]),
            f"承办：{'、'.join(owners) or '还没分派'}；{'，'.join(f'{state} {n} 件' for state, n in states.items())}",
        ]
    )
