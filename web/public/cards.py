"""Posts as everybody may see them: in words, with no telephone number in any of them."""

from dataclasses import dataclass
from datetime import date

from actions import job_posts, wording
from knowledge.catalogue import Catalogue
from knowledge.clock import local
from knowledge.models.job import Job
from knowledge.models.trade import SUPPLY, TradePost
from knowledge.posts import hidden


@dataclass(frozen=True)
class Card:
    """One post in a list or on its own page; `has_phone` where there is a number to ask for."""

    kind: str
    name: str
    title: str
    amount: str
    place: str
    contact: str
    phone: str
    until: str
    posted: str
    is_demo: bool
    has_phone: bool
    employer: str = ""
    wanted: str = ""
    text: str = ""
    source: str = ""

    @property
    def whom(self) -> str:
        """Whom to call, the number masked."""
        return " ".join(part for part in (self.contact or self.employer, self.phone) if part)


def of_job(job: Job, today: date) -> Card:
    """A job with its pay."""
    return Card(
        kind="j",
        name=job.public_id or "",
        title=hidden.shown(job.title.removeprefix("【演示】")),
        amount=job_posts.pay(job),
        place=hidden.shown(job.place),
        contact=hidden.shown(job.contact),
        phone=hidden.masked(job.phone),
        until=wording.last_day(job.expires_at, today),
        posted=wording.day(local(job.posted_at).date(), today),
        is_demo=job.is_demo,
        has_phone=_is_callable(job.phone, f"{job.contact}\n{job.description}"),
        employer=hidden.shown(job.employer),
        wanted=f"招{job.headcount}人" if job.headcount else "",
        text=hidden.shown(job.description),
        source=hidden.shown(job.source),
    )


def of_goods(post: TradePost, names: Catalogue, today: date) -> Card:
    """Goods on offer or wanted, with their price."""
    known = names.commodities.get(post.commodity_id or 0)
    quantity = f" {post.quantity}{post.unit}" if post.quantity else ""
    return Card(
        kind="g",
        name=post.public_id or "",
        title=hidden.shown(f"{'供' if post.kind == SUPPLY else '求'}：{known.name if known else '农产品'}{quantity}"),
        amount=f"{post.price}{post.price_unit}" if post.price else "价格面议",
        place=hidden.shown(post.place),
        contact=hidden.shown(post.contact),
        phone=hidden.masked(post.phone),
        until=wording.last_day(post.expires_at, today),
        posted=wording.day(local(post.posted_at).date(), today),
        is_demo=post.is_demo,
        has_phone=_is_callable(post.phone, post.contact),
    )


def _is_callable(phone: str, text: str) -> bool:
    return hidden.masked(phone) != phone or bool(hidden.numbers(text))
