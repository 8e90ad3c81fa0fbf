"""Under which terms a file comes in."""

from dataclasses import dataclass
from datetime import date, datetime

from knowledge.staff.access import Actor


@dataclass(frozen=True)
class Terms:
    """The moment and day of the import; drafts and samples (`is_demo`) are marked as such.

    What comes `by_night` comes every night: what staff decided about a row stands until the row says something else.
    """

    now: datetime
    today: date
    draft: bool = False
    is_demo: bool = False
    by_night: bool = False
    # The member of staff who brings it in; None for the command line and the night.
    actor: Actor | None = None

    @property
    def keeps_status(self) -> bool:
        """Whether a row that says nothing new keeps the status that staff gave it."""
        return self.by_night or self.actor is not None

    @property
    def offsets_from(self) -> date | None:
        """The day that a sample's offsets count from; a real file gives days."""
        return self.today if self.is_demo else None

    @property
    def ends_samples(self) -> bool:
        """Whether what comes in takes the place of the samples of its kind."""
        return not self.is_demo and not self.draft
