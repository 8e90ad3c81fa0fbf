"""Showing trade posts: live ones of a commodity, nearest first."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from actions import accused, wording
from actions.base import Answer, Choice, Question
from actions.contacts import Contacts
from knowledge.catalogue import CommodityName
from knowledge.clock import local
from knowledge.models.region import distance, within
from knowledge.models.trade import SUPPLY, TradePost

MOST_SHOWN, MOST_READ, MOST_BIDS = 5, 2000, 2


def found(question: Question, knowledge: Session, kind: str) -> Answer:
    """Posts of one kind that fit; where none fits, the nearest others and an open question."""
    chosen = _chosen(question, knowledge)
    if chosen:
        return chosen
    if not question.values("commodity"):
        what = "买" if kind == SUPPLY else "卖"
        return Answer(f"您想{what}什么？比如：{'哪里有卖茶苗的' if kind == SUPPLY else '哪个收椪柑'}", asks="commodity")
    ranked = _live(question, knowledge, TradePost.kind == kind)
    wanted = {
        narrower.id
        for commodity in question.commodities
        for narrower in (commodity, *question.names.descendants(commodity))
    }
    wanted |= {question.names.commodities[i].parent_id or i for i in list(wanted)}
    fitting = [
        post
        for post in ranked
        if post.commodity_id in wanted
        and (not question.regions or any(within(post.region_code or "", region) for region in question.regions))
    ]
    if fitting:
        return _shown(fitting[:MOST_SHOWN], question, knowledge, "")
    name = question.values("commodity")[0]
    missing = f"现在没人{'卖' if kind == SUPPLY else '收'}「{name}」。{wording.KEPT}\n{_or_post(name, kind)}"
    if not ranked:
        return Answer(missing, is_open=True)
    return _shown(ranked[:3], question, knowledge, f"{missing}\n近处别的信息：")


def _or_post(name: str, kind: str) -> str:
    """How to say the same to all others."""
    return f"要让人来找您，发：{f'收购{name}' if kind == SUPPLY else f'我要卖{name}'}，帮我发布"


def bids(question: Question, knowledge: Session, commodity: CommodityName) -> tuple[list[str], list[int]]:
    """What people ask or offer for a commodity in live posts, nearest first, and the posts' ids; both may be empty."""
    live = _live(question, knowledge, TradePost.commodity_id == commodity.id)
    posts = [post for post in live if post.price][:MOST_BIDS]
    if not posts:
        return [], []
    lines = [
        f"{'【演示】' if post.is_demo else ''}{_goods(post, question)}，{post.place}，{_posted(post, question)}发布"
        for post in posts
    ]
    verb = "哪里有卖{}的" if posts[0].kind == SUPPLY else "哪个收{}"
    return [
        "供求里有人出价（不是行情）：",
        *lines,
        f"要电话请发：{verb.format(commodity.name)}",
    ], [post.id for post in posts]


def _chosen(question: Question, knowledge: Session) -> Answer | None:
    """The post that was picked from a list, in full; None when none was picked."""
    numbers = [number for number in question.values("post") if number.isdecimal()]
    if not numbers:
        return None
    post = knowledge.get(TradePost, int(numbers[0]))
    if post is None or post.status != "approved" or post.expires_at <= question.now:
        return Answer("这条已经下架或过期了。")
    complaint = accused.taken(question, "trade_post", post.id)
    if complaint:
        return complaint
    contacts = Contacts(question, knowledge, "trade_post", [post])
    lines = [
        f"【{_goods(post, question)}】",
        *contacts.note,
        *_lines(post, question, contacts),
        wording.PAY_AFTER_LOOKING,
    ]
    return Answer("\n".join(lines), rests_on=contacts.rests_on([post]))


def _shown(posts: Sequence[TradePost], question: Question, knowledge: Session, before: str) -> Answer:
    contacts = Contacts(question, knowledge, "trade_post", posts)
    lines = [*([before] if before else []), *contacts.note]
    for number, post in enumerate(posts, 1):
        lines += [f"{number}. {_goods(post, question)}", *_lines(post, question, contacts)]
    lines.append(wording.PAY_AFTER_LOOKING)
    return Answer(
        "\n".join(lines),
        rests_on=contacts.rests_on(posts),
        choices=tuple(Choice(_goods(post, question), question.intent, (("post", str(post.id)),)) for post in posts),
        is_open=bool(before),
    )


def _goods(post: TradePost, question: Question) -> str:
    """供：仔猪 26头 380元/头."""
    known = question.names.commodities.get(post.commodity_id or 0)
    name = known.name if known else post.goods
    amount = f" {post.quantity}{post.unit}" if post.quantity else ""
    price = f"{post.price}{post.price_unit}" if post.price else "价格面议"
    return f"{'供' if post.kind == SUPPLY else '求'}：{name}{amount} {price}"


def _lines(post: TradePost, question: Question, contacts: Contacts) -> list[str]:
    return [
        " ".join(part for part in (post.place, contacts.of(post)) if part),
        f"{_posted(post, question)}发布，到{wording.last_day(post.expires_at, question.today)}止",
    ]


def _posted(post: TradePost, question: Question) -> str:
    return wording.day(local(post.posted_at).date(), question.today)


def _live(question: Question, knowledge: Session, which: ColumnElement[bool]) -> list[TradePost]:
    """The approved posts of a kind that have not expired, the nearest and then the newest first."""
    live = knowledge.scalars(
        select(TradePost)
        .where(which, TradePost.status == "approved", TradePost.expires_at > question.now)
        .limit(MOST_READ)
    ).all()
    return sorted(live, key=lambda post: (distance(post.region_code or "", question.near), -post.posted_at.timestamp()))
