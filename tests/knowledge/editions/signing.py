"""Sending to review and signing, as two people do it."""

from knowledge import search
from knowledge.db import Store
from knowledge.editions import review
from knowledge.models.edition import Edition
from knowledge.staff.access import Actor
from tests.conftest import NOW

People = dict[str, Actor]


def submit(store: Store, staff: People, number: int, by: str = "writer") -> int:
    """Sends to review and returns the revision that a signer sees."""
    with store.writing() as session:
        return review.submit(session, staff[by], number, NOW).revision


def sign(store: Store, staff: People, number: int, by: str) -> Edition:
    with store.writing() as session:
        seen = session.get_one(Edition, number).revision
        return review.sign(session, staff[by], number, seen, NOW)


def published(store: Store, staff: People, number: int) -> None:
    submit(store, staff, number)
    sign(store, staff, number, "township_a")


def finds(store: Store, question: str = "魔芋白绢病") -> list[str]:
    with store.reading() as session:
        return [hit.passage.title for hit in search.find(session, question, kinds=("article",), limit=3)]
