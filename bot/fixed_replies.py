"""Replies that depend on the kind of message alone, not on its words."""

from collections.abc import Callable
from dataclasses import dataclass

from actions import wording
from bot.message import Message


@dataclass(frozen=True)
class Fixed:
    """A reply, and whether a person must look at the message."""

    text: str
    is_open: bool = False


_UNSHOWABLE = "【收到不支持的消息类型，暂无法显示】"
_PLEASE_TYPE = "我只看得懂文字和语音转的字。您想问什么，请打字发给我，比如：白菜多少钱"


def for_kind(message: Message, help_text: Callable[[], str]) -> Fixed | None:
    """The fixed reply; None when the message has words to understand. `help_text` says what can be asked."""
    if message.kind == "event":
        return Fixed("")
    if message.kind == "subscribe":
        return Fixed(welcome(help_text()))
    if message.kind == "image":
        return Fixed(f"图片收到，已留给农技员看。{wording.KEPT}\n再打几个字说说是什么作物、哪里不对，答得更快。", True)
    if message.kind == "voice" and not message.text.strip():
        return Fixed("没听清您的语音。请打字发给我，或用输入法的语音转文字再发。", True)
    if message.kind == "location" and not message.text.strip():
        return Fixed("收到位置，但看不出是哪个乡镇。请打字告诉我，比如：我在漆河镇")
    if message.kind == "other" or message.text.strip() == _UNSHOWABLE:
        return Fixed(_PLEASE_TYPE)
    return None


def welcome(help_text: str) -> str:
    """What a new follower is told first."""
    return f"欢迎您！{help_text}"


def words_of(message: Message) -> str:
    """What the message says in words."""
    return f"我在{message.text}" if message.kind == "location" else message.text
