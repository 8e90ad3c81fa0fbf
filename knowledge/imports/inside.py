"""Where a file's rows may land: anywhere for the command line, for a member of staff in his own divisions alone."""

from dataclasses import dataclass, field
from typing import Any

from knowledge.imports.names import Names
from knowledge.imports.report import ImportRefused
from knowledge.staff.access import Actor


@dataclass
class Inside:
    """Finds the divisions of a file's rows, and what is none of the member's business, to be told together."""

    actor: Actor | None
    names: Names
    faults: list[str] = field(default_factory=list)

    def region(self, where: str, written: str) -> str | None:
        """The division's code; where none is written, that of the member of staff."""
        code = self.names.region(written)
        if self.actor is None:
            return code
        if not written:
            return self.actor.region_code
        if code is None or not self.actor.covers(code):
            self.faults.append(f"{where}「region」：「{written}」不是您管的地方，空着就是您那里")
        return code

    def may_change(self, where: str, row: Any) -> None:
        """Notes a fault where a row that is there already is another division's."""
        if self.actor is not None and row is not None and not self.actor.covers(row.region_code):
            self.faults.append(f"{where}「title」：别处已有同标题、同来源的一条，改一下标题再来")

    def refuse_if_any(self) -> None:
        """Raises ImportRefused with everything that was found."""
        if self.faults:
            raise ImportRefused("\n".join([*self.faults[:10], "没有导入任何内容，请改好后再来。"]))
