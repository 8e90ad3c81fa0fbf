"""What became of posts, as their posters say, and the table of a month."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.models.job import Job
from knowledge.models.outbox import Owed
from knowledge.models.post_outcome import PostOutcome
from knowledge.models.trade import SUPPLY, TradePost
from knowledge.posts import own
from knowledge.posts.told import ASKED_FOR, OUTCOME


class Line(NamedTuple):
    """What was said of posts of one sort of goods or work; `sold` are amounts by unit, `prices` as they were said."""

    sort: str
    name: str
    answered: int
    done: int
    sold: dict[str, Decimal]
    prices: tuple[str, ...]


def asked(session: Session, person_id: int, now: datetime) -> own.Post | None:
    """The post that the person was asked about last and has not spoken of; None where there is none."""
    at = func.coalesce(Owed.delivered_at, Owed.attempted_at, type_=Owed.delivered_at.type)
    causes = (
        select(Owed.cause)
        .where(Owed.person_id == person_id, Owed.cause.startswith(f"{OUTCOME}:"), at > now - ASKED_FOR)
        .order_by(Owed.id.desc())
    )
    for cause in session.scalars(causes):
        _, kind, number = cause.split(":")
        said = select(PostOutcome.id).where(PostOutcome.kind == kind, PostOutcome.row_id == int(number))
        if session.scalar(said) is None:
            return own.one(session, kind, int(number), person_id)
    return None


def keep(
    session: Session, post: own.Post, was_done: bool, quantity: str, price: str, words: str, now: datetime
) -> None:
    """Keeps what its poster says of a post; the first word counts."""
    kind = own.kind_of(post)
    said = select(PostOutcome.id).where(PostOutcome.kind == kind, PostOutcome.row_id == post.id)
    if session.scalar(said) is None:
        session.add(
            PostOutcome(
                kind=kind, row_id=post.id, person_id=post.person_id, was_done=was_done, quantity=quantity, price=price,
                words=words, said_at=now,
            )
        )  # fmt: skip


def month(session: Session, since: datetime, until: datetime) -> list[Line]:
    """What was said between two moments, by sort and name; the most often answered first."""
    found: dict[tuple[str, str], list[PostOutcome]] = defaultdict(list)
    within = (PostOutcome.said_at >= since, PostOutcome.said_at < until)
    for said in session.scalars(select(PostOutcome).where(*within).order_by(PostOutcome.id)):
        found[_of(session, said)].append(said)
    lines = [_line(sort, name, rows) for (sort, name), rows in found.items()]
    return sorted(lines, key=lambda line: (-line.answered, line.sort, line.name))


def _of(session: Session, said: PostOutcome) -> tuple[str, str]:
    if said.kind == own.JOB:
        job = session.get(Job, said.row_id)
        return "招工", job.title if job else "（已删）"
    post = session.get(TradePost, said.row_id)
    if post is None:
        return "买卖", "（已删）"
    known = catalogue.current(session).commodities.get(post.commodity_id or 0)
    return ("卖" if post.kind == SUPPLY else "收"), known.name if known else post.goods


def _line(sort: str, name: str, rows: list[PostOutcome]) -> Line:
    sold: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        figure = row.quantity.rstrip("斤公吨头只个担袋箱株把枝盒尾人羽条")
        if row.was_done and figure.replace(".", "", 1).isdigit():
            sold[row.quantity.removeprefix(figure)] += Decimal(figure)
    prices = tuple(dict.fromkeys(row.price for row in rows if row.was_done and row.price))
    return Line(sort, name, len(rows), sum(row.was_done for row in rows), dict(sold), prices)
