"""Phones that staff have banned: once for the whole county, however a post spells them."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import vault
from knowledge.models.moderated import BannedPhone
from knowledge.moderation.holding import BANNED, Post, words
from knowledge.phones import phones

# A number of a house as its neighbours say it.
_LEAST_DIGITS = 7
# PostgreSQL's, for who writes posts and who bans; SQLite has one writer at a time.
_LOCK = 0x62616E73


class Number(NamedTuple):
    """A phone number as a ban keeps it."""

    hashed: str
    last_digits: str


class Bans:
    """The bans as they stand, read once; who decides on a post holds its row, which keeps a ban waiting."""

    def __init__(self, session: Session) -> None:
        of = select(BannedPhone.phone_hash, BannedPhone.last_digits, BannedPhone.reason)
        self._all = {row.phone_hash: _in_words(row.last_digits, row.reason) for row in session.execute(of)}

    def why(self, phone: str, text: str = "") -> str:
        """Why a post with this phone and text is held, in words for staff; empty where no ban stands against it."""
        if not self._all:
            return ""
        return next((self._all[each.hashed] for each in numbers(phone, text) if each.hashed in self._all), "")


def for_new_posts(session: Session) -> Bans:
    """The bans for whoever is about to write posts: none is added until his transaction has ended."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock_shared(_LOCK)))
    return Bans(session)


def is_banned(session: Session, phone: str) -> bool:
    """Whether staff have banned this number, in whatever spelling it comes; as for_new_posts."""
    return bool(why(session, phone))


def why(session: Session, phone: str, text: str = "") -> str:
    """As Bans.why, for one new post; as for_new_posts."""
    return for_new_posts(session).why(phone, text)


def wait_for_posts(session: Session) -> None:
    """Lets whoever brings posts in come to an end, and the next ones see what the caller is about to ban."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def numbers(phone: str, text: str = "") -> list[Number]:
    """The numbers in a field for a phone and in a text, each once."""
    found = [each.digits for each in phones(f"{phone}\n{text}")]
    said = "".join(character for character in phone if character.isdecimal())
    if not phones(phone) and len(said) >= _LEAST_DIGITS:
        found.append(said)
    return [_number(digits) for digits in dict.fromkeys(found)]


def numbers_of(post: Post) -> list[Number]:
    """The numbers that a post names anywhere."""
    return numbers(post.phone, words(post))


def _in_words(last_digits: str, reason: str) -> str:
    # What a post is held for is parted by the mark.
    return f"{BANNED}（尾号 {last_digits}，{reason.replace('；', '，')}）"


def _number(digits: str) -> Number:
    return Number(vault.current().hashed("a banned phone", digits), digits[-4:])
