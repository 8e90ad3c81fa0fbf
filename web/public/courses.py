"""Which course a commodity's page and picture draw, and what is quoted beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from actions.price_curve import SPANS, USUAL_DAYS
from knowledge import board
from knowledge.catalogue import Catalogue
from knowledge.db import Session
from web.public import ranking

# Markets in a list, and lines in one chart, that a small screen still tells apart.
MOST_MARKETS, MOST_LINES = 20, 4


@dataclass(frozen=True)
class Offered:
    """The newest quotes of one commodity, the nearest and newest first; `chosen` is the one whose course is drawn."""

    quotes: tuple[Any, ...]
    chosen: Any
    more: int


def span() -> int:
    """The days that the visitor wants: 7, 30 or 365."""
    wanted = request.args.get("days", "", type=str)
    return int(wanted) if wanted in map(str, SPANS) else USUAL_DAYS


def offered(session: Session, names: Catalogue, number: int, near: str, today: date) -> Offered:
    """What is quoted of a commodity, at most so many series; the visitor may choose one of them (`?s=`)."""
    lines = board.board(session, today).by_commodity.get(number, [])
    lines = sorted(lines, key=lambda line: ranking.rank(line, names, near, today))
    wanted = request.args.get("s", "")
    first = [line for line in lines if str(line.series_id) == wanted] or lines
    shown = [*lines[:MOST_MARKETS], *(line for line in first[:1] if line not in lines[:MOST_MARKETS])]
    found = board.shown(session, [line.series_id for line in shown], today)
    rows = [found[line.series_id] for line in shown if line.series_id in found]
    chosen = found.get(first[0].series_id) if first else None
    return Offered(tuple(rows), chosen, max(0, len(lines) - len(shown)))
