"""What a post is held for, besides the rules: words that stand first and are taken out again by themselves."""

from typing import Any

from knowledge.models.job import Job
from knowledge.models.trade import TradePost

ACCUSED, BANNED = "两人举报", "电话已封号"
_PARTS = "；"
Post = Job | TradePost


def with_reason(held_for: str, reason: str) -> str:
    """The reasons with this one first, once."""
    return _PARTS.join(filter(None, [reason, without(held_for, reason)]))


def without(held_for: str, reason: str) -> str:
    """The reasons without this one, whatever stands behind it in brackets."""
    return _PARTS.join(part for part in held_for.split(_PARTS) if not part.startswith(reason.partition("（")[0]))


def hold(values: dict[str, Any], reason: str) -> dict[str, str]:
    """The status and reasons of a row that comes in: a draft, where this reason is any."""
    return {"status": "draft", "held_for": with_reason(values["held_for"], reason)} if reason else {}


def words(post: Post) -> str:
    """Everything that the post says, its phone first."""
    parts = [post.phone, post.contact, post.place]
    return "\n".join([*parts, post.title, post.employer, post.description] if isinstance(post, Job) else parts)
