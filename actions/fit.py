"""What a phone screen and one WeChat message hold: lines, bytes, pages."""

MOST_BYTES = 2047
SCREEN_LINES, LINE_CHARACTERS = 12, 17
HINT = "\n——\n回复「更多」看后面"


def size(text: str) -> int:
    """Bytes that WeChat counts."""
    return len(text.encode("utf-8"))


def first_page(text: str, most: int = MOST_BYTES) -> tuple[str, str]:
    """What fits into one message and what is left; together they are the text.

    Cuts after a line where one ends in the last third, else after a sentence, else between two characters.
    """
    if size(text) <= most:
        return text, ""
    room = most - size(HINT)
    cut = len(text.encode("utf-8")[:room].decode("utf-8", "ignore"))
    for ending in ("\n", "。", "；", "，"):
        place = text.rfind(ending, cut * 2 // 3, cut)
        if place >= 0:
            cut = place + 1
            break
    return text[:cut], text[cut:]


def opening(text: str, rest: str) -> tuple[str, str]:
    """The first page of a text that is followed by `rest`, and all that is left."""
    page, left = first_page(text, MOST_BYTES - size(HINT)) if rest else first_page(text)
    return page, "\n".join(part for part in (left, rest) if part)


def with_hint(page: str, rest: str) -> str:
    """The page as sent: it says where more is to be had."""
    return page + HINT if rest else page


def pages(text: str) -> list[str]:
    """All pages of a text, without hints; their concatenation is the text."""
    found = []
    page, rest = first_page(text)
    while rest:
        found.append(page)
        page, rest = first_page(rest)
    return [*found, page]


def sent(text: str, rest: str) -> list[str]:
    """All messages that bring a text and then its rest, each with the hint where more is to be had."""
    page, rest = opening(text, rest)
    found = [with_hint(page, rest)]
    while rest:
        page, rest = first_page(rest)
        found.append(with_hint(page, rest))
    return found


def screen_lines(text: str) -> int:
    """How many lines of the phone the text takes."""
    return sum(max(1, -(-_width(line) // LINE_CHARACTERS)) for line in text.split("\n"))


def _width(line: str) -> int:
    """In characters of full width; two Latin ones take the room of one."""
    narrow = sum(character.isascii() for character in line)
    return len(line) - narrow + (narrow + 1) // 2
