"""What a member of staff may see and do: a role over one division and all below it.

Every page asks here. What may not be seen raises the same as what is not there.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String
from sqlalchemy.orm import InstrumentedAttribute, Session

from knowledge.models.region import significant, within
from knowledge.models.staff import COUNTY, ROLES, TOWNSHIP, VILLAGE, Staff

# Who may be made, and given a new password, by whom: only the one directly above.
MAKES = {COUNTY: TOWNSHIP, TOWNSHIP: VILLAGE}
ROLE_NAMES = {COUNTY: "县", TOWNSHIP: "乡镇", VILLAGE: "村"}


class NotHere(Exception):
    """There is no such thing for this member of staff."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff as his rights stand at this request."""

    id: int
    name: str
    role: str
    region_code: str
    must_change: bool = False

    @property
    def is_county(self) -> bool:
        """Whether he is of the county's own staff."""
        return self.role == COUNTY

    def covers(self, region_code: str | None) -> bool:
        """Whether a division is his; what belongs to no division is the county's."""
        return self.is_county if region_code is None else within(region_code, self.region_code)

    def is_at_least(self, role: str) -> bool:
        """Whether his role has this one's rights."""
        return ROLES.index(self.role) <= ROLES.index(role)

    def where(self, column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
        """The condition that a row's division is his."""
        inside: ColumnElement[bool] = column.cast(String).startswith(significant(self.region_code), autoescape=True)
        return inside | column.is_(None) if self.is_county else inside


def actor_of(staff: Staff) -> Actor:
    """The member of staff as one who acts."""
    return Actor(staff.id, staff.name, staff.role, staff.region_code, staff.must_change)


def access_staff(session: Session, actor: Actor, number: int) -> Staff:
    """A member of staff that the actor has charge of; raises NotHere for any other."""
    found = session.get(Staff, number)
    if found is None or found.role != MAKES.get(actor.role) or not actor.covers(found.region_code):
        raise NotHere
    return found


def require(actor: Actor, role: str) -> None:
    """Raises NotHere for whoever has less than the role's rights."""
    if not actor.is_at_least(role):
        raise NotHere
