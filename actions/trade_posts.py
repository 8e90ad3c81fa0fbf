"""Showing trade posts: live ones of a commodity, nearest first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import wording
from actions.base import Answer, Choice, Question
from knowledge.clock import local
from knowledge.models.region import distance, within
from knowledge.models.trade import SUPPLY, TradePost

MOST_SHOWN, MOST_READ = 5, 2000


def found(question: Question, knowledge: Session, kind: str) -> Answer:
    """Posts of one kind that fit; where none fits, the nearest others and an open question."""
    chosen = _chosen(question, knowledge)
    if chosen:
        return chosen
    if not question.values("commodity"):
        what = "买" if kind == SUPPLY else "卖"
        return Answer(f"您想{what}什么？比如：{'哪里有卖茶苗的' if kind == SUPPLY else '哪个收椪柑'}", asks="commodity")
    live = knowledge.scalars(
        select(TradePost)
        .where(TradePost.kind == kind, TradePost.status == "approved", TradePost.expires_at > question.now)
        .limit(MOST_READ)
    ).all()
    ranked = sorted(
        live, key=lambda post: (distance(post.region_code or "", question.near), -post.posted_at.timestamp())
    )
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
        return _shown(fitting[:MOST_SHOWN], question, "")
    name = question.values("commodity")[0]
    missing = f"现在没人{'卖' if kind == SUPPLY else '收'}「{name}」。{wording.KEPT}"
    if not ranked:
        return Answer(missing, is_open=True)
    return _shown(ranked[:3], question, f"{missing}\n近处别的信息：")


def _chosen(question: Question, knowledge: Session) -> Answer | None:
    """The post that was picked from a list, in full; None when none was picked."""
    numbers = [number for number in question.values("post") if number.isdecimal()]
    if not numbers:
        return None
    post = knowledge.get(TradePost, int(numbers[0]))
    if post is None or post.status != "approved" or post.expires_at <= question.now:
        return Answer("这条已经下架或过期了。")
    lines = [f"【{_goods(post, question)}】", *_lines(post, question), wording.PAY_AFTER_LOOKING]
    return Answer("\n".join(lines), rests_on=(("trade_post", post.id),))


def _shown(posts: Sequence[TradePost], question: Question, before: str) -> Answer:
    lines = [before] if before else []
    for number, post in enumerate(posts, 1):
        lines += [f"{number}. {_goods(post, question)}", *_lines(post, question)]
    lines.append(wording.PAY_AFTER_LOOKING)
    return Answer(
        "\n".join(lines),
        rests_on=tuple(("trade_post", post.id) for post in posts),
        choices=tuple(Choice(_goods(post, question), question.intent, (("post", str(post.id)),)) for post in posts),
        is_open=bool(before),
    )


def _goods(post: TradePost, question: Question) -> str:
    """供：仔猪 26头 380元/头."""
    name = question.names.commodities[post.commodity_id].name
    amount = f" {post.quantity}{post.unit}" if post.quantity else ""
    price = f"{post.price}{post.price_unit}" if post.price else "价格面议"
    return f"{'供' if post.kind == SUPPLY else '求'}：{name}{amount} {price}"


def _lines(post: TradePost, question: Question) -> list[str]:
    return [
        " ".join(part for part in (post.place, post.contact, post.phone) if part),
        f"{wording.day(local(post.posted_at).date(), question.today)}发布，"
        f"到{wording.last_day(post.expires_at, question.today)}止",
    ]
