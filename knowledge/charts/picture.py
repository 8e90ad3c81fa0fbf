"""A chart as a PNG with Chinese labels, for where no page can be shown: a reply with a picture, a newspaper."""

import io
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.charts.layout import Chart, Place

# Pixels across in the finished picture for one of the chart's own, and as many again while it is drawn.
SCALE, FINER = 2, 2
HEAD, FOOT, MARGIN = 34, 40, 8
TITLE, TEXT, SMALL = 17, 12, 11
_FONT = Path(__file__).parent / "font" / "labels.ttf"
PAPER, INK, SOFT, GRID, BAND = "#ffffff", "#191919", "#5f5f5f", "#e6e6e6", "#d5f2e2"
LINES = ("#06743a", "#2f6fb3", "#8f5a00", "#6b4aa3")
_COLOURS = 64


def png(chart: Chart, title: str, notes: tuple[str, ...]) -> bytes:
    """The chart under its title and over at most two notes (where, when, whose figures they are).

    Characters that the font lacks are left out.
    """
    # Seldom wanted, and some megabytes in each process that has it.
    from PIL import Image, ImageDraw

    whole = SCALE * FINER
    size = (chart.width * whole, (HEAD + chart.height + FOOT) * whole)
    image = Image.new("RGB", size, PAPER)
    pen = _Pen(ImageDraw.Draw(image), whole)
    pen.text((MARGIN, HEAD / 2), title, TITLE, INK, "lm")
    _axes(pen, chart)
    for part in chart.band:
        pen.draw.polygon(pen.places(part), fill=BAND)
    for number, line in enumerate(chart.lines):
        for part in line:
            pen.line(part, LINES[number % len(LINES)])
    pen.dot(chart.lines[0][-1][-1], 3.5, LINES[0])
    for number, note in enumerate(notes[:2]):
        pen.text((MARGIN, HEAD + chart.height + 10 + 17 * number), note, TEXT, SOFT, "lm")
    kept = io.BytesIO()
    few = image.reduce(FINER).quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(kept, "PNG", compress_level=6)
    return kept.getvalue()


def _axes(pen: "_Pen", chart: Chart) -> None:
    for y, label in chart.rows:
        pen.line(((38, y), (chart.width - 8, y)), GRID, 1)
        pen.text((34, HEAD + y), label, SMALL, SOFT, "rm")
    last = len(chart.columns) - 1
    for number, (x, label) in enumerate(chart.columns):
        pen.text((x, HEAD + chart.height - 9), label, SMALL, SOFT, {0: "lm", last: "rm"}.get(number, "mm"))


class _Pen:
    """Draws in the chart's own measure."""

    def __init__(self, draw: Any, scale: int) -> None:
        self.draw, self.scale = draw, scale

    def places(self, part: tuple[Place, ...]) -> list[Place]:
        """Where the places of a chart stand in the picture."""
        return [(x * self.scale, (y + HEAD) * self.scale) for x, y in part]

    def line(self, part: tuple[Place, ...], colour: str, width: float = 2) -> None:
        """A line through the places, or a dot for a single one."""
        if len(part) == 1:
            self.dot(part[0], 2, colour)
        else:
            self.draw.line(self.places(part), colour, round(width * self.scale), "curve")

    def dot(self, place: Place, radius: float, colour: str) -> None:
        """A filled circle."""
        ((x, y),) = self.places((place,))
        across = radius * self.scale
        self.draw.ellipse((x - across, y - across, x + across, y + across), fill=colour)

    def text(self, place: Place, written: str, size: int, colour: str, anchor: str) -> None:
        """What can be written of a text."""
        font = _font(size * self.scale)
        able = "".join(letter for letter in written if has(letter))
        self.draw.text((place[0] * self.scale, place[1] * self.scale), able, colour, font, anchor)


@cache
def _font(pixels: int) -> Any:
    from PIL import ImageFont

    # The plain layout needs no further library, and Chinese needs no other.
    return ImageFont.truetype(str(_FONT), pixels, layout_engine=ImageFont.Layout.BASIC)


@cache
def has(letter: str) -> bool:
    """Whether the font has the character: what it lacks all looks like one that no font has."""
    font = _font(TITLE)
    return letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))
