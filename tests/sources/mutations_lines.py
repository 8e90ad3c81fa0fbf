"""Changes of running text on a web page: how prices, days, places and goods are written, and where lines end."""

import re
from collections.abc import Iterator

_PRICE = r"(\d+\.\d+)"
_REWRITTEN = {
    "prices of words": (_PRICE, "若干"),
    "prices with a space for the point": (r"(\d)\.(\d)", r"\1 \2"),
    "prices twice in a cell": (_PRICE, r"\1-\1"),
    "prices below zero": (_PRICE, r"-\1"),
    "prices as shares": (_PRICE, r"\1%"),
    "prices called about": (_PRICE, r"约\1"),
    "prices in fen": (r"元(?=<em>|\)|/)", "分"),
    "changes after prices": (_PRICE, r"\1 +0.20"),
    "yesterday's prices before today's": (_PRICE, r"9.90 \1"),
    "prices before breeds": (rf"([\u4e00-\u9fff]三元|土杂猪|白条|母猪|公斤) {_PRICE}", r"\2 \1"),
    "breeds left out": ("[内外]三元|土杂猪|白条", ""),
    "breeds renamed": ("[内外]三元|土杂猪|白条", "三元杂"),
    "other goods": ("生猪", "肉牛"),
    "goods of another class": ("生猪", "仔猪"),
    "another market": ("甘露寺|闽南果蔬", "红星"),
    "places left out": (r"[山河湖][东北南]省\S*市", ""),
    "places without their provinces": ("[山河湖][东北南]省", ""),
    "days as fractions": (r"(\d+)月(\d+)日", r"\2/\1"),
    "days long past": (r"(\d+)月\d\d日", r"\g<1>月1日"),
    "days to come": (r"(\d+)月\d\d日", r"\g<1>月31日"),
    "lines run together": (r"(?i)<br ?/?>", " "),
    "lines broken before prices": (rf" {_PRICE}", r"<br>\1"),
    "lines in a table": (r"<(/?)p\b[^>]*>", r"<\1table>"),
    "paragraphs in divisions": (r"<(/?)p\b", r"<\1div"),
}


def line_mutations(text: str) -> Iterator[tuple[str, str]]:
    """Named changes of what stands in a page's lines and cells."""
    for name, (old, new) in _REWRITTEN.items():
        yield name, re.sub(old, new, text)
    cut = re.search(rf"{_PRICE}(?=<| *元)", text)
    yield "cut in a price", text[: cut.end() - 1] if cut else text
