"""A Word document as text of our kind."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from knowledge.documents import Unfit, apart, markdown, packed

MOST_CHARACTERS = 1_000_000
_READER = Path(__file__).with_name("word_reader.py")


@dataclass(frozen=True)
class Document:
    """Its text in Markdown without the heading that it opens with (empty where it has none).

    `pictures` were left out; `modified` is when it was last changed, where it says so.
    """

    heading: str
    text: str
    pictures: int
    modified: datetime | None


def read(body: bytes) -> Document:
    """The document in a .docx file; raises Unfit. Pictures are counted and not brought along."""
    packed.refuse_large(body, "文档")
    if packed.is_locked(body):
        raise Unfit("文档加了密，请去掉密码再来")
    if body.startswith(packed.OLD):
        raise Unfit("是旧的 .doc 文档，请在 Word 或 WPS 里另存为 .docx 再来")
    if not body.startswith(packed.ZIP):
        raise Unfit("不是 .docx 文档")
    packed.refuse_bomb(body, "文档", "word/document.xml", ".docx")
    found = apart.read(_READER, body, "文档", characters=MOST_CHARACTERS)
    heading, blocks = _opened(markdown.blocks(found["html"]))
    return Document(heading, markdown.joined(blocks), found["pictures"], _moment(found["modified"]))


def _opened(blocks: list[markdown.Block]) -> tuple[str, list[markdown.Block]]:
    """The heading above all else, or the only one of the highest rank, and the blocks without it."""
    highest = [place for place, block in enumerate(blocks) if block.level == 1]
    place = 0 if blocks and blocks[0].level else highest[0] if len(highest) == 1 else -1
    return (blocks[place].text, [*blocks[:place], *blocks[place + 1 :]]) if place >= 0 else ("", blocks)


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
