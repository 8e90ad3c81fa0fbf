"""The two shapes that every channel speaks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Message:
    """What came in. `key` is what makes two deliveries the same message; `kind` is text, voice, image, location,
    subscribe, unsubscribe, event or other; `media` keys a picture or voice at the channel."""

    channel: str
    sender: str
    key: tuple[str, ...]
    kind: str
    text: str
    sent_at: datetime
    media: str = ""


@dataclass(frozen=True)
class Button:
    """A choice that can be tapped where the channel can show it; `payload` is what to send."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """What goes out: one message that fits; empty text means that nothing is said.

    `picture` is the address on our pages of one that belongs to it.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    intent: str = ""
    entities: tuple[tuple[str, str], ...] = ()
    rests_on: tuple[tuple[str, int], ...] = ()
    picture: str = ""
