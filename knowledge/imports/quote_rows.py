"""One row of prices, read: its day, its figures exactly as written, and fen per kilogram beside them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge import units
from knowledge.imports.dates import offset_or_date
from knowledge.imports.report import Faults

COLUMNS = (
    "date", "market", "region", "commodity", "variety", "grade", "low", "high", "average", "unit", "source",
)  # fmt: skip

# What a quote is of; with its date it makes the quote's identity.
SERIES = ("commodity", "market", "region", "variety", "grade", "unit", "source")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that could be read; `run_id` is the page that it came with, None where all come with one file."""

    line: int
    day: date
    fields: dict[str, str]
    low: Decimal | None
    high: Decimal | None
    average: Decimal
    # Low, high and average as kept.
    figures: tuple[str, str, str]
    run_id: int | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """What it is a quote of, in the words of the file."""
        return tuple(self.fields[name] for name in SERIES)

    @property
    def kept(self) -> dict[str, object]:
        """The quote's figures, and whole fen per kilogram beside them."""
        low, high, average = self.figures
        unit = self.fields["unit"]
        return {
            "low": low,
            "high": high,
            "average": average,
            "fen_per_kg_low": units.fen_per_kg(low, unit) if low else None,
            "fen_per_kg_high": units.fen_per_kg(high, unit) if high else None,
            "fen_per_kg": units.fen_per_kg(average, unit),
        }


def row(
    line: int, fields: dict[str, str], faults: Faults, offsets_from: date | None, run_id: int | None = None
) -> Row | None:
    """The row of these columns; None, with each reason among the faults, when it cannot be read."""
    before = len(faults.found)
    for column in ("market", "commodity", "source"):
        if not fields[column]:
            faults.add(line, column, "不能空着")
    day, numbers = date.min, {}
    try:
        day = offset_or_date(fields["date"], offsets_from)
    except ValueError:
        faults.add(line, "date", f"「{fields['date']}」不是日期，应如 2026-11-20")
    try:
        fields["unit"] = units.price_unit(fields["unit"])
    except units.UnknownUnit as fault:
        faults.add(line, "unit", str(fault))
    for column in ("low", "high", "average"):
        try:
            numbers[column] = units.decimal(fields[column]) if fields[column] or column == "average" else None
        except ValueError:
            faults.add(line, column, f"「{fields[column]}」不是数字")
    if len(faults.found) > before:
        return None
    average = numbers["average"] or Decimal(0)
    low, high = numbers["low"], numbers["high"]
    figures = (_kept(low), _kept(high), units.exact(average))
    return Row(line, day, {name: fields[name] for name in COLUMNS}, low, high, average, figures, run_id)


def _kept(figure: Decimal | None) -> str:
    return "" if figure is None else units.exact(figure)
