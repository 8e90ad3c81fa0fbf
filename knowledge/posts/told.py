"""What posters are told by themselves: that a post ends, what others offer that fits, and what became of it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.clock import local
from knowledge.desk.deciding import APPROVED as AGREED
from knowledge.models.decision import Decision
from knowledge.models.job import Job
from knowledge.models.outbox import Owed
from knowledge.models.post_outcome import PostOutcome
from knowledge.models.trade import DEMAND, SUPPLY, TradePost
from knowledge.posts import own
from knowledge.posts.taken import APPROVED
from knowledge.wording import day

# Nobody is written to at night.
FROM, UNTIL = time(8), time(20)
ENDS_WITHIN = timedelta(days=2)
ASKED_AFTER, ASKED_FOR = timedelta(days=10), timedelta(days=7)
MOST_MATCHES, AT_ONCE = 3, 500
OUTCOME = "post-outcome"
_OTHER = {SUPPLY: DEMAND, DEMAND: SUPPLY}


class Told(NamedTuple):
    """One text for one person; he gets one of a cause at most."""

    person_id: int
    cause: str
    text: str


def is_time(now: datetime) -> bool:
    """Whether people may be written to at this hour."""
    return FROM <= local(now).time() < UNTIL


def tell(session: Session, now: datetime) -> int:
    """Owes everything that is due today, in the caller's transaction; returns how many texts are new."""
    texts = [*_ending(session, now), *_outcomes(session, now), *_matches(session, now)]
    new = 0
    for text in texts:
        of = select(Owed.id).where(Owed.person_id == text.person_id, Owed.cause == text.cause)
        if session.scalar(of) is None:
            session.add(Owed(person_id=text.person_id, cause=text.cause, text=text.text, created_at=now))
            session.flush()
            new += 1
    return new


def _ending(session: Session, now: datetime) -> Iterator[Told]:
    """Posts whose last days have come: 「续」 lets them live on, once."""
    for table in (Job, TradePost):
        for post in session.scalars(_of_people(table, APPROVED, now, now + ENDS_WITHIN)):
            end = day(local(post.expires_at - timedelta(seconds=1)).date(), local(now).date())
            more = "要再挂15天发「续」，" if own.can_extend(post, now) else ""
            over = "已招满" if isinstance(post, Job) else "已卖完"
            yield Told(
                post.person_id or 0, f"post-ends:{own.kind_of(post)}:{post.id}:{local(post.expires_at):%Y%m%d}",
                f"您发布的「{own.title(session, post)}」{end}到期。{more}不要了发「{over}」。",
            )  # fmt: skip


def _outcomes(session: Session, now: datetime) -> Iterator[Told]:
    """Posts that ended ten days ago: one question."""
    for table in (Job, TradePost):
        kind = own.JOB if table is Job else own.TRADE
        said = select(PostOutcome.id).where(PostOutcome.kind == kind, PostOutcome.row_id == table.id).exists()
        over = _of_people(table, None, now - ASKED_AFTER - ASKED_FOR, now - ASKED_AFTER).where(
            table.status.in_((APPROVED, "filled", "closed")), ~said
        )
        for post in session.scalars(over):
            how = "招到人没有？请回：招到了　或：没招到" if kind == own.JOB else _how_sold(post)
            text = f"您发布过的「{own.title(session, post)}」，{how}"
            yield Told(post.person_id or 0, f"{OUTCOME}:{kind}:{post.id}", text)


def _how_sold(post: Any) -> str:
    if post.kind == SUPPLY:
        return "卖得怎么样？请回，比如：卖了1万斤，1块4　没卖出去就回：没卖"
    return "收得怎么样？请回，比如：收了1万斤，1块4　没收到就回：没收"


def _of_people(table: Any, status: str | None, since: datetime, until: datetime) -> Any:
    """Posts that people wrote and that end between two moments."""
    found = select(table).where(table.person_id.is_not(None), table.expires_at > since, table.expires_at <= until)
    return (found.where(table.status == status) if status else found).order_by(table.id).limit(AT_ONCE)


def _matches(session: Session, now: datetime) -> Iterator[Told]:
    """For everybody one text a day on posts of the other side that were made public since yesterday."""
    agreed = select(Decision.row_id).where(
        Decision.kind == own.TRADE, Decision.verdict == AGREED, Decision.decided_at > now - timedelta(days=1)
    )
    live = (TradePost.status == APPROVED, TradePost.expires_at > now)
    found: dict[int, list[TradePost]] = defaultdict(list)
    for post in session.scalars(select(TradePost).where(TradePost.id.in_(agreed), *live).limit(AT_ONCE)):
        fitting = select(TradePost).where(
            TradePost.commodity_id == post.commodity_id, TradePost.kind == _OTHER[post.kind], *live
        )
        for other in session.scalars(fitting.limit(AT_ONCE)):
            if other.person_id and other.person_id != post.person_id:
                found[other.person_id].append(post)
            if post.person_id and post.person_id != other.person_id:
                found[post.person_id].append(other)
    for person_id, posts in found.items():
        distinct = list({post.id: post for post in posts}.values())[:MOST_MATCHES]
        lines = [f"· {own.title(session, post)} {_price(post)} {post.place}" for post in distinct]
        ask = "哪里有卖" if distinct[0].kind == SUPPLY else "哪个收"
        yield Told(
            person_id, f"match:{local(now):%Y%m%d}",
            "\n".join(["有和您发布的对得上的：", *lines, f"要电话请发，比如：{ask}{_name(session, distinct[0])}"]),
        )  # fmt: skip


def _name(session: Session, post: TradePost) -> str:
    return own.title(session, post).split(" ")[0].removeprefix("卖").removeprefix("收")


def _price(post: TradePost) -> str:
    return f"{post.price}{post.price_unit}" if post.price else "价格面议"
