"""Farmers who have asked what nobody could answer."""

from itertools import count

from sqlalchemy import select, update

from knowledge.db import Store
from knowledge.inbox import Arrived, Outcome, record
from knowledge.models.person import Person
from knowledge.models.question import Asker, OpenQuestion
from tests.conftest import NOW

_numbers = count(1)


def asked(
    store: Store, text: str, place: str | None = None, who: str = "", intent: str = "ask_technique", test: bool = False
) -> int:
    """Somebody asks (a new person unless named); the number of the group."""
    number = next(_numbers)
    name = who or f"person {number}"
    arrived = Arrived("test", f"claim {number}", name, name.encode, "text", text, "", NOW, NOW)
    if test:
        record(store, arrived, None, Outcome(""), NOW)
        arrived = Arrived("test", f"claim {number} again", name, name.encode, "text", text, "", NOW, NOW)
        with store.writing() as session:
            session.execute(update(Person).where(Person.id_hash == name).values(is_test=True))
    record(store, arrived, None, Outcome("已记下", open_questions=((intent, text),)), NOW)
    with store.writing() as session:
        if place:
            session.execute(update(Person).where(Person.id_hash == name).values(place_code=place))
        statement = select(OpenQuestion.id).join(Asker).order_by(Asker.inbound_id.desc()).limit(1)
        return session.scalars(statement).one()
