"""A push's fields become a Message: every type has a reading, an unknown one is never an error."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from bot import consents
from bot.channels.wechat_xml import Unreadable
from bot.message import Message

CHANNEL = "wechat"
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECONDS = re.compile(r"[0-9]{1,10}")
_MSGID = re.compile(r"[0-9]{1,20}")
_MOST_KEY = 256
# What an event may carry as an id of its own.
_EVENT_IDS = ("MsgID", "MsgId", "publish_id", "trace_id", "Ticket", "MenuId")
_WORDS = {"text": "Content", "voice": "Recognition", "location": "Label"}


def message_of(fields: dict[str, str], lists: Sequence[dict[str, str]] = ()) -> Message:
    """The message of a push, `lists` being those in it; raises Unreadable where sender or time is no such thing."""
    sender, seconds = fields.get("FromUserName", "").strip(), fields.get("CreateTime", "").strip()
    if not _OPENID.fullmatch(sender) or not _SECONDS.fullmatch(seconds) or not fields.get("MsgType"):
        raise Unreadable("sender, time or type")
    sent_at = datetime.fromtimestamp(int(seconds), UTC)
    if fields["MsgType"].strip() == "event":
        return _event(fields, lists, sender, seconds, sent_at)
    message_id = fields.get("MsgId", "").strip()
    if not _MSGID.fullmatch(message_id):
        raise Unreadable("message id")
    kind = fields["MsgType"].strip()
    text = fields.get(_WORDS.get(kind, ""), "")
    media = fields.get("MediaId", "")[:_MOST_KEY] if kind in ("image", "voice") else ""
    if kind not in ("text", "voice", "image", "location"):
        kind = "other"
    return Message(CHANNEL, sender, ("message", sender, seconds, message_id), kind, text, sent_at, media)


def _event(
    fields: dict[str, str], lists: Sequence[dict[str, str]], sender: str, seconds: str, sent_at: datetime
) -> Message:
    name, event_key = fields.get("Event", "").strip()[:_MOST_KEY], fields.get("EventKey", "")[:_MOST_KEY]
    own_ids = tuple(fields.get(field, "")[:_MOST_KEY] for field in _EVENT_IDS)
    key = ("event", sender, seconds, name, event_key, *own_ids)
    match name.lower():
        case "subscribe" | "scan":
            kind, text = "subscribe", ""
        case "unsubscribe":
            kind, text = "unsubscribe", ""
        case "click":
            kind, text = "text", event_key
        case "subscribe_msg_popup_event" | "subscribe_msg_change_event" | "subscribe_msg_sent_event":
            kind, text = "event", consents.written(lists)
            # Its content is all that tells one of these from the next in the same second.
            key = (*key, text)
        case _:
            kind, text = "event", ""
    return Message(CHANNEL, sender, key, kind, text, sent_at)
