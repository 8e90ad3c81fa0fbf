"""Pushes in figures: what people wait for, what was sent to them, and what WeChat refused."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from knowledge.models.outbox import ALERT, ANSWER, DIGEST, LATE, WITHDRAWN, Owed
from knowledge.models.person import Person
from knowledge.models.price_alert import ENDED, PriceAlert
from knowledge.models.push import PushTry
from knowledge.models.subscription import Subscription
from knowledge.statistics.moments import midnight

KINDS = {ANSWER: "迟到的答复", ALERT: "价格提醒", DIGEST: "早上合成的一条"}
WAYS = {"service": "客服消息", "subscribed": "订阅通知"}
_REFUSED = {
    45015: "超过 48 小时没说话",
    45047: "5 条用完了",
    43101: "没有同意接收，或次数用完",
    43004: "已取消关注",
    45009: "当天的次数用完",
    45011: "这一分钟发得太快",
    48001: "帐号没有这个权限",
}


@dataclass(frozen=True)
class Sent:
    """What became of the texts of one kind that came up in these days."""

    kind: str
    made: int
    by_itself: int
    with_reply: int
    late: int
    withdrawn: int

    @property
    def waiting(self) -> int:
        """Those that go out later, by themselves or with a reply."""
        return self.made - self.by_itself - self.with_reply - self.late - self.withdrawn


@dataclass(frozen=True)
class Tries:
    """How many tries by one way ended so."""

    way: str
    outcome: str
    errcode: int
    count: int


@dataclass(frozen=True)
class Pushed:
    """The live alerts and their people, the live subscriptions by subject, and what was sent in a span of days."""

    alerts: int
    alert_people: int
    subscriptions: list[tuple[str, int]]
    sent: list[Sent]
    tries: list[Tries]


def of(session: Session, first: date, last: date) -> Pushed:
    """The figures from day `first` to day `last`, without people marked as tests."""
    live = select(func.count(), func.count(PriceAlert.person_id.distinct())).select_from(PriceAlert)
    alerts = session.execute(
        live.join(Person, Person.id == PriceAlert.person_id).where(_REAL, PriceAlert.state != ENDED)
    )
    count, people = alerts.one()
    return Pushed(count, people, _subscriptions(session), _sent(session, first, last), _tries(session, first, last))


_REAL = Person.is_test.is_(False)


def _subscriptions(session: Session) -> list[tuple[str, int]]:
    statement = (
        select(Subscription.subject, func.count())
        .join(Person, Person.id == Subscription.person_id)
        .where(_REAL, Subscription.ended_at.is_(None))
        .group_by(Subscription.subject)
        .order_by(func.count().desc(), Subscription.subject)
    )
    return [(subject, count) for subject, count in session.execute(statement)]


def _sent(session: Session, first: date, last: date) -> list[Sent]:
    told = Owed.delivered_at.is_not(None)
    statement = (
        select(
            Owed.kind,
            func.count(),
            _how_many(told & Owed.delivered_with.is_(None)),
            _how_many(told & Owed.delivered_with.is_not(None)),
            _how_many(~told & (Owed.result == LATE)),
            _how_many(~told & (Owed.result == WITHDRAWN)),
        )
        .join(Person, Person.id == Owed.person_id)
        .where(_REAL, Owed.created_at >= midnight(first), Owed.created_at < midnight(last + timedelta(days=1)))
        .group_by(Owed.kind)
        .order_by(Owed.kind)
    )
    return [Sent(KINDS[kind], *counts) for kind, *counts in session.execute(statement)]


def _tries(session: Session, first: date, last: date) -> list[Tries]:
    statement = (
        select(PushTry.way, PushTry.result, PushTry.errcode, func.count())
        .join(Person, Person.id == PushTry.person_id)
        .where(_REAL, PushTry.tried_at >= midnight(first), PushTry.tried_at < midnight(last + timedelta(days=1)))
        .group_by(PushTry.way, PushTry.result, PushTry.errcode)
        .order_by(PushTry.way, func.count().desc(), PushTry.errcode)
    )
    found = session.execute(statement)
    return [
        Tries(WAYS.get(way, way), _outcome(result, errcode), errcode, count) for way, result, errcode, count in found
    ]


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def _outcome(result: str, errcode: int) -> str:
    if errcode:
        return _REFUSED.get(errcode, "退回")
    return {"sent": "发到了", "withdrawn": "发之前说不要了", "": "还不知道"}.get(result, "没有回话")
