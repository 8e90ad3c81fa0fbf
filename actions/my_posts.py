"""「我发布的」, 「椪柑卖完了」, 「续」: a farmer's own posts, and what he wants done with them."""

from sqlalchemy.orm import Session

from actions import wording
from actions.base import Answer, Choice, FarmAction, Question
from knowledge.deeds import Deed
from knowledge.models.job import Job
from knowledge.posts import outcomes, own

# The entity that names a post of one's own, as kind:number, and the one that says what to do with it.
OWN, ACT = "own", "act"
END, WITHDRAW, EXTEND = "end", "withdraw", "extend"
# What became of one that he was asked about.
DONE, UNDONE = "done", "undone"
_STATES = {
    "draft": "等核实", "rejected": "没通过", "filled": "已招满", "closed": "已卖完", "withdrawn": "已撤下",
}  # fmt: skip
_NONE = "您还没有发布过。可以这样发：\n卖椪柑2万斤，1块5，夷望溪镇，电话…\n招10个人摘茶，150一天，在漆河镇，电话…"


class MyPosts(FarmAction):
    """Lists one's own posts, shows one, takes it down or extends it."""

    intent = "my_posts"
    example = "我发的信息还在不"
    is_personal = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The list, or what has been done."""
        if question.value(ACT) in (DONE, UNDONE):
            return _outcome(question, knowledge)
        found = own.posts(knowledge, question.person_id, question.now) if question.person_id else []
        if not found:
            return Answer(_NONE)
        chosen = [post for post in found if _key(post) in question.values(OWN)]
        act = question.value(ACT)
        if chosen:
            return _done(chosen[0], act, question, knowledge) if act else _shown(chosen[0], question, knowledge)
        if act:
            return _to_do(found, act, question, knowledge)
        return _listed("您发布的，回复数字看一条：", found, "", question, knowledge)


def _outcome(question: Question, knowledge: Session) -> Answer:
    """Takes down what became of the post that he was asked about."""
    post = outcomes.asked(knowledge, question.person_id, question.now) if question.person_id else None
    if post is None:
        return Answer("您说的是哪条信息？发「我发布的」看您发布过的；要发新的，直接说，比如：卖椪柑2万斤，1块5")
    said = {
        "kind": own.kind_of(post), "number": str(post.id), "done": "1" if question.value(ACT) == DONE else "",
        "quantity": question.value("quantity"), "price": question.value("price"), "words": question.text,
    }  # fmt: skip
    return Answer("谢谢您告诉我，记下了。下次要发信息，直接跟我说。", deeds=(Deed.of("post_outcome", said),))


def _to_do(found: list[own.Post], act: str, question: Question, knowledge: Session) -> Answer:
    """Does it to the one open post that is meant, or asks which."""
    still = [post for post in found if own.is_open(post, question.now)]
    ids = [commodity.id for commodity in question.commodities]
    meant = own.about(knowledge, still, ids, question.text)
    if not meant:
        return Answer("您现在没有挂着的信息。要发新的，直接说，比如：卖椪柑2万斤，1块5")
    if len(meant) == 1:
        return _done(meant[0], act, question, knowledge)
    return _listed("是哪一条？回复数字：", meant, act, question, knowledge)


def _done(post: own.Post, act: str, question: Question, knowledge: Session) -> Answer:
    name = own.title(knowledge, post)
    if not own.is_open(post, question.now):
        return Answer(f"「{name}」{_state(post, question)}，不用再动。")
    if act == EXTEND and not own.can_extend(post, question.now):
        return Answer(
            f"「{name}」续过一次了，到{wording.last_day(post.expires_at, question.today)}止。到期后可以重新发。"
        )
    kind, number = _key(post).split(":")
    said = {
        END: f"好的，「{name}」已标{'已招满' if isinstance(post, Job) else '已卖完'}，别人看不到了。",
        WITHDRAW: f"好的，「{name}」已撤下，别人看不到了。",
        EXTEND: f"好的，「{name}」续了15天。",
    }[act]
    return Answer(said, deeds=(Deed.of("own_post", {"act": act, "kind": kind, "number": number}),))


def _shown(post: own.Post, question: Question, knowledge: Session) -> Answer:
    lines = [f"「{own.title(knowledge, post)}」{_state(post, question)}", *_lines(post)]
    acts = _acts(post, question)
    lines += [f"{number} {label}" for number, (label, _) in enumerate(acts, 1)]
    choices = tuple(Choice(label, "my_posts", ((OWN, _key(post)), (ACT, act))) for label, act in acts)
    return Answer("\n".join(lines), choices=choices)


def _acts(post: own.Post, question: Question) -> list[tuple[str, str]]:
    if not own.is_open(post, question.now):
        return []
    extend = [("续15天", EXTEND)] if own.can_extend(post, question.now) else []
    return [("已招满" if isinstance(post, Job) else "已卖完", END), *extend, ("撤下", WITHDRAW)]


def _lines(post: own.Post) -> list[str]:
    if isinstance(post, Job):
        pay = "-".join(dict.fromkeys(filter(None, (post.wage_low, post.wage_high))))
        return [f"{pay}{post.wage_unit}" if pay else "工钱面议", f"{post.place} {post.phone}"]
    return [f"{post.price}{post.price_unit}" if post.price else "价格面议", f"{post.place} {post.phone}"]


def _listed(head: str, found: list[own.Post], act: str, question: Question, knowledge: Session) -> Answer:
    labels = [f"{own.title(knowledge, post)}，{_state(post, question)}" for post in found]
    with_act = ((ACT, act),) if act else ()
    return Answer(
        f"{head}\n{wording.numbered(labels)}",
        choices=tuple(
            Choice(label, "my_posts", ((OWN, _key(post)), *with_act)) for label, post in zip(labels, found, strict=True)
        ),
    )


def _state(post: own.Post, question: Question) -> str:
    if post.status in _STATES:
        return _STATES[post.status]
    until = wording.last_day(post.expires_at, question.today)
    return f"已发布，到{until}止" if post.expires_at > question.now else f"已过期（{until}止）"


def _key(post: own.Post) -> str:
    return f"{own.kind_of(post)}:{post.id}"
