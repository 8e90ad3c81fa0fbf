"""WeChat's XML: reading pushes from anybody, writing replies that cannot break out."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES = 1_000_000
_MOST_NODES = 2_000
# WeChat really sends characters that XML 1.0 forbids; a parser would refuse the whole message for one of them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORBIDDEN_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")


class Unreadable(ValueError):
    """A body that never came from WeChat."""


def fields(body: bytes) -> dict[str, str]:
    """The first-level fields of a push as text; nested ones are left to `Element` users. Raises Unreadable."""
    return {child.tag: child.text or "" for child in _children(body) if len(child) == 0}


def lists(body: bytes) -> list[dict[str, str]]:
    """The fields of each `List` in a push's nested parts, as subscription events have them. Raises Unreadable."""
    entries = (entry for child in _children(body) for entry in child if entry.tag == "List")
    return [{leaf.tag: leaf.text or "" for leaf in entry} for entry in entries]


def _children(body: bytes) -> list[Element]:
    if len(body) > MOST_BYTES:
        raise Unreadable("too large")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None
    text = _FORBIDDEN_REFERENCE.sub(_allowed_reference, _FORBIDDEN.sub("", text))
    if "<!DOCTYPE" in text or "<!ENTITY" in text or text.count("<") > _MOST_NODES:
        raise Unreadable("document type, or too many elements")
    # The declaration may name an encoding that the text no longer has.
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        raise Unreadable("not well-formed") from None
    if root.tag != "xml":
        raise Unreadable("wrong root")
    children = list(root)
    names = [child.tag for child in children]
    if len(names) != len(set(names)):
        raise Unreadable("a field twice")
    return children


def _allowed_reference(match: "re.Match[str]") -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    allowed = (
        number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )
    return match[0] if allowed else ""


def text_reply(to: str, sender: str, seconds: int, content: str) -> str:
    """A text reply; what the content holds stays content."""
    return (
        f"<xml><ToUserName>{_cdata(to)}</ToUserName><FromUserName>{_cdata(sender)}</FromUserName>"
        f"<CreateTime>{seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_cdata(content)}</Content></xml>"
    )


def _cdata(text: str) -> str:
    clean = _FORBIDDEN.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{clean}]]>"
