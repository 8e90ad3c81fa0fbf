"""Two members of staff, or two browsers of one, in the same moment on a database server."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pyotp
from sqlalchemy import select

from knowledge.db import Store
from knowledge.desk import published
from knowledge.models.price import Quote, Series
from knowledge.models.staff import Staff
from knowledge.refusal import Refused
from knowledge.staff import login, sessions
from knowledge.vault import Vault
from tests.bot.installation import until
from tests.conftest import NOW
from tests.knowledge.test_desk_held import WANG
from tests.knowledge.test_questions import is_waiting

SECRET, BROWSERS = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 8


def test_one_code_lets_one_browser_in(postgresql_store: Store) -> None:
    vault, together = Vault("a secret of the tests"), threading.Barrier(BROWSERS)
    with postgresql_store.writing() as session:
        staff = Staff(name="王站长", role="county", region_code="430725000000", password_hash="", made_at=NOW)
        staff.totp_cipher = vault.sealed(SECRET)
        session.add(staff)
        session.flush()
        tokens = [sessions.begin(session, staff, NOW, is_complete=False) for _ in range(BROWSERS)]

    def enters(token: str) -> bool:
        together.wait()
        try:
            login.with_code(postgresql_store, vault, token, pyotp.TOTP(SECRET).at(NOW), "203.0.113.9", NOW)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(BROWSERS) as pool:
        assert sum(pool.map(enters, tokens)) == 1


def test_who_changes_a_price_second_follows_the_first_in_its_history(postgresql_store: Store) -> None:
    with postgresql_store.reading() as session:
        number = session.scalars(select(Quote.id).join(Series).order_by(Quote.date.desc())).first() or 0

    def changes(session_of: Store, figure: str) -> None:
        with session_of.writing() as session:
            published.change(session, WANG, number, ("", figure, ""), "市场说的", NOW)

    second = threading.Thread(target=changes, args=(postgresql_store, "1.7"))
    with postgresql_store.writing() as session:
        published.change(session, WANG, number, ("", "1.6", ""), "市场说的", NOW)
        second.start()
        until(lambda: is_waiting(postgresql_store), "the second's waiting for the first")
    second.join(60)
    with postgresql_store.reading() as session:
        assert session.get_one(Quote, number).average == "1.7"
        assert published.history(session, number)[0].average == "1.6"
