"""Who looks at a page, as far as the page should know: the place that he chose, and how large he reads.

A place in the address (`?place=`) comes before the one that the browser keeps, and that before the home county.
"""

from flask import request

from knowledge.places import Places

PLACE, SIZE, LARGE = "place", "size", "large"
_LONGEST = 40


def place(places: Places) -> str:
    """The code of the visitor's place; the home county's for one who chose none that exists."""
    for written in (request.args.get(PLACE, ""), request.cookies.get(PLACE, "")):
        found = places.find(written[:_LONGEST]) if written.strip() else None
        if found:
            return found
    return places.home


def is_large() -> bool:
    """Whether he reads in large letters."""
    return request.cookies.get(SIZE) == LARGE


def said() -> tuple[str, ...]:
    """What his browser keeps and pages depend on, beside their address."""
    return tuple(request.cookies.get(name, "")[:_LONGEST] for name in (PLACE, SIZE))
