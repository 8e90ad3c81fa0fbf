"""The limit holds for many at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from knowledge.db import Store
from knowledge.models.contact_view import ContactView
from knowledge.posts import revealing
from knowledge.refusal import Refused
from knowledge.vault import Vault
from tests.conftest import NOW, SECRET
from tests.web.public.rows import job

LOOKER = revealing.Looker("one browser", "10.1.1.1")


def test_of_many_at_once_ten_are_shown(store: Store) -> None:
    names = [job(store) for _ in range(16)]

    def look(name: str) -> bool:
        try:
            with store.writing(changes_answers=False) as session:
                return bool(revealing.reveal(session, Vault(SECRET), "j", name, LOOKER, NOW).phones)
        except Refused:
            return False

    with ThreadPoolExecutor(8) as many:
        assert sum(many.map(look, names)) == revealing.MOST_A_DAY
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ContactView)) == revealing.MOST_A_DAY
