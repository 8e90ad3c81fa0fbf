"""HTML of a few tags becomes Markdown as our articles are written: headings, lists, tables, bold."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADING = re.compile(r"h([1-6])")
_SENTENCE_END = re.compile(r"[。！？!?；;，,：:]\Z")
_LONGEST_HEADING = 30
# One wide row beside many short ones would otherwise fill the machine with empty cells.
_MOST_COLUMNS = 50


@dataclass(frozen=True)
class Block:
    """One line of the text with what stands before it: a heading has a `level`, a row of a list or table its `kind`."""

    text: str
    level: int = 0
    kind: str = ""

    def __str__(self) -> str:
        return f"{'#' * self.level} {self.text}" if self.level else self.text


def blocks(html: str) -> list[Block]:
    """The text's blocks in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.found


def joined(found: list[Block]) -> str:
    """The blocks as one text: rows of one list or table stand together, all else apart."""
    lines: list[str] = []
    for place, block in enumerate(found):
        if place and not (block.kind and block.kind == found[place - 1].kind):
            lines.append("")
        lines.append(str(block))
    return "\n".join(lines)


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)

    def lines(self) -> list[str]:
        width = min(max((len(row) for row in self.rows), default=0), _MOST_COLUMNS)
        drawn = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in self.rows]
        return [*drawn[:1], "|" + "---|" * width, *drawn[1:]] if width else []


class _Reader(HTMLParser):
    """Keeps no tree: however deep the tags stand, it holds the block that it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self._text = ""
        self._level = 0
        self._bold_from = -1
        # The number last given in each list that is open; -1 for dots.
        self._lists: list[int] = []
        self._mark = ""
        self._table: _Table | None = None
        self._tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._table is not None:
            self._within_table(tag)
        elif tag == "table":
            self.end_block()
            self._table, self._tables = _Table(), 1
        elif tag == "br":
            self._text += "\n"
        elif tag == "strong":
            self._bold_from = len(self._text) if self._bold_from < 0 else self._bold_from
        elif tag in ("ul", "ol"):
            self.end_block()
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self.end_block()
            self._mark = self._next_mark()
        elif tag == "p" or _HEADING.fullmatch(tag):
            self.end_block()
            self._level = int(tag[1]) if tag != "p" else 0

    def handle_endtag(self, tag: str) -> None:
        if self._table is not None:
            if tag == "table":
                self._end_table()
        elif tag == "strong":
            self._end_bold()
        elif tag in ("ul", "ol"):
            self.end_block()
            self._lists = self._lists[:-1]
        elif tag in ("p", "li") or _HEADING.fullmatch(tag):
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self._table is None:
            self._text += re.sub(r"\s+", " ", data)
        elif self._table.rows and self._table.rows[-1]:
            row = self._table.rows[-1]
            row[-1] = " ".join((row[-1] + data.replace("|", "｜")).split())

    def end_block(self) -> None:
        """What was read since the last block becomes one."""
        self._end_bold()
        text, level = self._text.strip(), self._level
        if text and not level and not self._mark and (bold := _all_bold(text)):
            # Most office documents have no headings, only short bold lines.
            text, level = bold, 2
        if text and level:
            self.found.append(Block(" ".join(text.replace("**", "").split()), min(level, 4)))
        elif text:
            indent = "  " * (len(self._lists) - 1) if self._mark else ""
            self.found.append(Block(indent + self._mark + text, kind="list" if self._mark else ""))
            self._mark = ""
        self._text, self._level = "", 0

    def _within_table(self, tag: str) -> None:
        table = self._table
        if tag == "table":
            self._tables += 1
        elif table and tag == "tr":
            table.rows.append([])
        elif table and table.rows and tag in ("td", "th"):
            table.rows[-1].append("")
        elif tag in ("p", "br", "li"):
            self.handle_data(" ")

    def _end_table(self) -> None:
        self._tables -= 1
        if self._table and not self._tables:
            self.found += [Block(line, kind="table") for line in self._table.lines()]
            self._table = None

    def _end_bold(self) -> None:
        if self._bold_from >= 0:
            before, bold = self._text[: self._bold_from], self._text[self._bold_from :]
            self._text = f"{before}**{bold.strip()}**" if bold.strip() else before + bold
            self._bold_from = -1

    def _next_mark(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "


def _all_bold(text: str) -> str:
    """The words of a short line that is bold as a whole and is no sentence; empty for any other."""
    bold = text[2:-2] if text.startswith("**") and text.endswith("**") else ""
    fits = len(bold) <= _LONGEST_HEADING and "**" not in bold and "\n" not in bold and not _SENTENCE_END.search(bold)
    return bold if fits else ""
