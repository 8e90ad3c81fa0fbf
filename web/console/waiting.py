"""What waits for a member of staff: each page says its own."""

from typing import NamedTuple

from knowledge.db import Session
from knowledge.staff.access import Actor
from web.console import pages


class Waiting(NamedTuple):
    """So many things wait at a page; an urgent one comes first."""

    label: str
    things: int
    endpoint: str
    is_urgent: bool = False


def of(session: Session, actor: Actor) -> list[Waiting]:
    """All that waits for the actor: what each page's `waits(session, actor)` tells, urgent first, none of zero."""
    found = [
        each
        for page in pages.all_pages()
        if hasattr(page, "waits")
        for each in page.waits(session, actor)
        if each.things
    ]
    return sorted(found, key=lambda each: (not each.is_urgent, -each.things))
