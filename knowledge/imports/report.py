"""What an import did, or why it was refused."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SHOWN = 10
_SHOWN_CHARACTERS = 1_500


class ImportRefused(ValueError):
    """The file cannot be read as it is; nothing was changed. The message names file, row and column."""


@dataclass
class Report:
    """Counts of one import; read = new + changed + same + held."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    held: int = 0
    created: list[str] = field(default_factory=list)
    held_reasons: Counter[str] = field(default_factory=Counter)
    held_rows: list[str] = field(default_factory=list)
    # What staff should look at, a line each.
    notes: list[str] = field(default_factory=list)
    # What became of documents whose look is not ours: the beginnings of the first few.
    texts: list[str] = field(default_factory=list)

    def hold(self, row: str, reason: str) -> None:
        """Counts a row that waits for staff."""
        self.held += 1
        # A jump's reason goes on with the figures of its series.
        self.held_reasons[reason.partition("（")[0]] += 1
        self.held_rows.append(f"{row}：{reason}")

    def show(self, text: str) -> None:
        """Keeps the beginning of a text for staff to look at."""
        if len(self.texts) < SHOWN:
            self.texts.append(text[:_SHOWN_CHARACTERS] + ("……" if len(text) > _SHOWN_CHARACTERS else ""))

    def add(self, other: "Report") -> None:
        """Counts another report's rows too."""
        for name in ("read", "new", "changed", "same", "held"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.created += other.created
        self.held_reasons.update(other.held_reasons)
        self.held_rows += other.held_rows
        self.notes += other.notes

    def as_json(self) -> dict[str, object]:
        """The counts, the held rows (at most 1,000) and what was created."""
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "held": self.held,
            "created": self.created,
            "held_reasons": dict(self.held_reasons),
            "held_rows": self.held_rows[:1000],
            "notes": self.notes[:1000],
        }

    def as_text(self) -> str:
        """The report as staff read it."""
        lines = [
            f"读到 {self.read} 行：新增 {self.new}，更新 {self.changed}，相同 {self.same}，待核实 {self.held}",
            *(f"  待核实 {count} 行：{reason}" for reason, count in self.held_reasons.most_common()),
            *(f"    {row}" for row in self.held_rows[:SHOWN]),
        ]
        if len(self.held_rows) > SHOWN:
            lines.append(f"    …… 另有 {len(self.held_rows) - SHOWN} 行")
        if self.created:
            shown = "、".join(self.created[:SHOWN]) + ("……" if len(self.created) > SHOWN else "")
            lines.append(f"新建名称 {len(self.created)} 个：{shown}")
        lines += [f"请看一眼 {note}" for note in self.notes[:SHOWN]]
        if len(self.notes) > SHOWN:
            lines.append(f"…… 另有 {len(self.notes) - SHOWN} 篇")
        return "\n".join(lines)


@dataclass
class Faults:
    """Everything in a file that cannot be read, told together."""

    path: Path
    found: list[str] = field(default_factory=list)

    def add(self, row: int, column: str, reason: str) -> None:
        """Notes one fault."""
        self.found.append(f"{self.path.name} 第 {row} 行「{column}」：{reason}")

    def refuse_if_any(self) -> None:
        """Raises ImportRefused with the first faults."""
        if self.found:
            more = f"\n…… 共 {len(self.found)} 处" if len(self.found) > SHOWN else ""
            raise ImportRefused("\n".join(self.found[:SHOWN]) + more + "\n没有导入任何内容，请改好后再来。")


def need_columns(path: Path, present: Sequence[str], needed: Sequence[str]) -> None:
    """Raises ImportRefused naming the columns that a file lacks."""
    missing = [column for column in needed if column not in present]
    if missing:
        raise ImportRefused(
            f"{path.name} 第 1 行缺少列：{'、'.join(missing)}（应有：{'、'.join(needed)}）。没有导入任何内容。"
        )
