"""What an address asks for besides the place: words, and the page of a list."""

from flask import request

from knowledge.posts import hidden

MOST_WORDS = 20


def words() -> str:
    """What is looked for (`?q=`), shortened; numbers of people are not to be looked for."""
    return hidden.shown(" ".join(request.args.get("q", "").split())[:MOST_WORDS])


def address() -> str:
    """This page's own address as it may be shown."""
    return hidden.shown(request.full_path.rstrip("?"))


def page(most: int) -> int:
    """The page of a list (`?page=`), from 1."""
    written = request.args.get("page", "1")
    return max(1, min(int(written), most)) if written.isascii() and written.isdigit() and len(written) < 6 else 1
