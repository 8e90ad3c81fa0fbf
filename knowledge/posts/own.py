"""What a person can do with posts of his own: look, take down, extend once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.models.job import Job
from knowledge.models.trade import SUPPLY, TradePost
from knowledge.posts.taken import APPROVED, DRAFT, last_moment

Post = Job | TradePost
MOST_LISTED = 9
# So long what is over is still listed.
REMEMBERED = timedelta(days=30)
JOB, TRADE = "job", "trade_post"
_TABLES: dict[str, Any] = {JOB: Job, TRADE: TradePost}


def kind_of(post: Post) -> str:
    """The name that its table goes by."""
    return JOB if isinstance(post, Job) else TRADE


def title(session: Session, post: Post) -> str:
    """卖椪柑 20000斤, 收鸭苗 300只, 招摘茶 10人."""
    if isinstance(post, Job):
        return f"招{post.title.removeprefix('招')}" + (f" {post.headcount}人" if post.headcount else "")
    known = catalogue.current(session).commodities.get(post.commodity_id or 0)
    verb = "卖" if post.kind == SUPPLY else "收"
    return f"{verb}{known.name if known else post.goods} {post.quantity}{post.unit}".rstrip()


def posts(session: Session, person_id: int, now: datetime) -> list[Post]:
    """The person's posts that are live, wait or ended of late, the newest first."""
    found: list[Post] = []
    for table in _TABLES.values():
        of = select(table).where(table.person_id == person_id, table.expires_at > now - REMEMBERED)
        found += session.scalars(of.order_by(table.id.desc()).limit(MOST_LISTED)).all()
    return sorted(found, key=lambda post: (not is_open(post, now), -post.posted_at.timestamp()))[:MOST_LISTED]


def is_open(post: Post, now: datetime) -> bool:
    """Whether it is public, or waits to be."""
    return post.status in (DRAFT, APPROVED) and post.expires_at > now


def one(session: Session, kind: str, number: int, person_id: int) -> Post | None:
    """The post of this number, where it is the person's own."""
    found: Post | None = session.get(_TABLES[kind], number) if kind in _TABLES else None
    return found if found is not None and found.person_id == person_id else None


def about(session: Session, found: Sequence[Post], commodity_ids: Sequence[int], words: str) -> list[Post]:
    """Those of the posts that the words name; all of them where they name none."""
    named = [
        post
        for post in found
        if (isinstance(post, TradePost) and post.commodity_id in commodity_ids)
        or (isinstance(post, Job) and post.title and post.title.removeprefix("招") in words)
        or (isinstance(post, TradePost) and post.goods and post.goods in words)
    ]
    return named or list(found)


def end(post: Post) -> None:
    """Takes a post out of sight: nobody is wanted any more, or nothing is left."""
    post.status = "filled" if isinstance(post, Job) else "closed"


def withdraw(post: Post) -> None:
    """Takes a post out of sight because its poster wants it so."""
    post.status = "withdrawn"


def can_extend(post: Post, now: datetime) -> bool:
    """Whether its time may still be extended."""
    return post.extended_at is None and is_open(post, now)


def extend(post: Post, now: datetime) -> None:
    """Lets it live so many days from now, once."""
    post.extended_at, post.expires_at = now, last_moment(now)
