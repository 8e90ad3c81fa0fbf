"""Showing a telephone number to one who asks for it on the farmers' pages: a few a day, each look written down."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock, reading
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.contact import Contact
from knowledge.models.contact_view import ContactView
from knowledge.posts import hidden
from knowledge.posts.one import find_goods, find_job
from knowledge.refusal import Refused
from knowledge.vault import Vault

# Numbers a day, for one device and for one address.
MOST_A_DAY = 10
# However often somebody asks for the same ones again.
_MOST_LOOKS = 100
_ENOUGH = f"今天看的电话已经有{MOST_A_DAY}个了，明天再来看。急用的话，在微信公众号里问一声。"


class NotOpen(Exception):
    """There is no such row, or it is over: it shows no number."""


@dataclass(frozen=True)
class Looker:
    """Whose request it is: what his browser keeps, and the address that he comes from."""

    device: str
    address: str

    def hashes(self, vault: Vault, now: datetime) -> tuple[str, str]:
        """What stands for both in the store; an address is another one each day."""
        day = clock.local(now).date().isoformat()
        return vault.hashed("device", self.device), vault.hashed("address", day, _network(self.address))


@dataclass(frozen=True)
class Numbers:
    """What was asked for: whose numbers they are, and the numbers."""

    of: str
    phones: tuple[str, ...]


def find(session: Session, kind: str, name: str, now: datetime) -> tuple[int, Numbers]:
    """The row of a kind (j, g, n, a, c) that goes by this name, with its numbers; raises NotOpen where it has none."""
    row, numbers = _KINDS.get(kind, _nothing)(session, name, now)
    if row is None or not numbers.phones:
        raise NotOpen
    return row.id, numbers


def reveal(session: Session, vault: Vault, kind: str, name: str, looker: Looker, now: datetime) -> Numbers:
    """The numbers, with the look written down in the caller's transaction; raises NotOpen, and Refused at the limit."""
    # On a database server two of one device wait for each other here.
    session.execute(select(Account.id).where(Account.id == DEFAULT_ACCOUNT).with_for_update())
    number, found = find(session, kind, name, now)
    device, address = looker.hashes(vault, now)
    for column, hashed in ((ContactView.device, device), (ContactView.address, address)):
        if _is_enough(session, column, hashed, (kind, number), now):
            raise Refused(_ENOUGH)
    session.add(ContactView(kind=kind, row_id=number, device=device, address=address, viewed_at=now))
    return found


def _is_enough(session: Session, column: Any, hashed: str, wanted: tuple[str, int], now: datetime) -> bool:
    midnight = datetime.combine(clock.local(now).date(), time(), clock.SHANGHAI)
    statement = select(ContactView.kind, ContactView.row_id).where(
        ContactView.account_id == DEFAULT_ACCOUNT, column == hashed, ContactView.viewed_at >= midnight
    )
    looks = [tuple(row) for row in session.execute(statement.limit(_MOST_LOOKS))]
    return len(looks) >= _MOST_LOOKS or len({*looks, wanted}) > MOST_A_DAY


def _network(address: str) -> str:
    """What one household has: an address of IPv4, or the first half of one of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/{64 if found.version == 6 else 32}", strict=False))


def _of_job(session: Session, name: str, now: datetime) -> tuple[Any, Numbers]:
    row = find_job(session, name, now)
    return row, _of_post(row, row.contact or row.employer, row.description) if row else Numbers("", ())


def _of_goods(session: Session, name: str, now: datetime) -> tuple[Any, Numbers]:
    row = find_goods(session, name, now)
    return row, _of_post(row, row.contact, "") if row else Numbers("", ())


def _of_post(row: Any, contact: str, text: str) -> Numbers:
    own = [row.phone] if hidden.masked(row.phone) != row.phone else []
    return Numbers(hidden.shown(contact), tuple(dict.fromkeys([*own, *hidden.numbers(f"{contact}\n{text}")])))


def _of_notice(session: Session, name: str, _now: datetime) -> tuple[Any, Numbers]:
    row = reading.notice(session, int(name)) if _is_number(name) else None
    return row, Numbers(hidden.published(row.publisher), tuple(hidden.of_people(row.body))) if row else Numbers("", ())


def _of_article(session: Session, name: str, _now: datetime) -> tuple[Any, Numbers]:
    row = reading.article(session, int(name)) if _is_number(name) else None
    return row, Numbers(hidden.published(row.title), tuple(hidden.of_people(row.body))) if row else Numbers("", ())


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 10


def _of_contact(session: Session, name: str, _now: datetime) -> tuple[Any, Numbers]:
    row = session.scalars(select(Contact).where(Contact.account_id == DEFAULT_ACCOUNT, Contact.key == name)).first()
    return row, Numbers(hidden.published(row.name), tuple(hidden.of_people(row.phone))) if row else Numbers("", ())


def _nothing(_session: Session, _name: str, _now: datetime) -> tuple[Any, Numbers]:
    return None, Numbers("", ())


_KINDS: dict[str, Callable[[Session, str, datetime], tuple[Any, Numbers]]] = {
    "j": _of_job,
    "g": _of_goods,
    "n": _of_notice,
    "a": _of_article,
    "c": _of_contact,
}
