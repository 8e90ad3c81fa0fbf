"""What an address asks for besides the place: words, and the page of a list."""

from flask import request

MOST_WORDS = 20


def words() -> str:
    """What is looked for (`?q=`), shortened."""
    return " ".join(request.args.get("q", "").split())[:MOST_WORDS]


def page(most: int) -> int:
    """The page of a list (`?page=`), from 1."""
    written = request.args.get("page", "1")
    return max(1, min(int(written), most)) if written.isascii() and written.isdigit() and len(written) < 6 else 1
