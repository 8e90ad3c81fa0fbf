"""A division with what lies above and below it, and whom to call there."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.contact import Contact
from knowledge.models.notice import Notice
from knowledge.models.region import Region, significant
from knowledge.places import Places
from knowledge.posts.near import COUNTY, Shelf, newest

_IN_FORCE = "status = 'published' AND (valid_to IS NULL OR valid_to >= :today)"


@dataclass(frozen=True)
class Division:
    """Codes and names; `above` begins with the largest, `below` are those directly below."""

    code: str
    name: str
    above: tuple[tuple[str, str], ...]
    below: tuple[tuple[str, str], ...]

    @property
    def short(self) -> str:
        """The digits that name it in addresses."""
        return significant(self.code)

    @property
    def lineage(self) -> list[str]:
        """The codes above it and its own."""
        return [*(code for code, _ in self.above), self.code]


def division(session: Session, places: Places, digits: str) -> Division | None:
    """The division of these digits of a code (2 to 12); None where there is none."""
    code = places.find(digits) if digits.isascii() and digits.isdigit() else None
    if code is None:
        return None
    rows = select(Region.code, Region.name).where(Region.parent_code == code).order_by(Region.code)
    above = [upper for upper in _uppers(code) if upper in places.names]
    return Division(
        code,
        places.names[code],
        tuple((upper, places.names[upper]) for upper in above),
        tuple((row.code, row.name) for row in session.execute(rows)),
    )


def contacts(session: Session, here: Division) -> list[Contact]:
    """Whom to call: what serves the division itself first, then what serves those above it, with a number."""
    statement = select(Contact).where(
        Contact.account_id == DEFAULT_ACCOUNT, Contact.region_code.in_([*here.lineage, ""]), Contact.phone != ""
    )
    return sorted(session.scalars(statement), key=lambda contact: (-len(significant(contact.region_code)), contact.id))


def notices(session: Session, places: Places, here: Division, today: datetime.date, most: int) -> list[Notice]:
    """The newest notices in force that concern the division: its own, and those of the country and all below it."""
    shelf = Shelf(
        "notice", "status = 'published' AND (valid_to IS NULL OR valid_to >= :today)", "date", {"today": today}
    )
    own = here.short
    below = places.inside(own) if len(own) >= COUNTY else [here.code]
    numbers = newest(session, shelf, "region_code", dict.fromkeys([None, *here.lineage, *below]), most)
    found = session.scalars(select(Notice).where(Notice.id.in_(numbers)))
    return sorted(found, key=lambda notice: (notice.date, notice.id), reverse=True)


def _uppers(code: str) -> list[str]:
    own = significant(code)
    return [code[:length].ljust(12, "0") for length in (2, 4, 6, 9) if length < len(own)]
