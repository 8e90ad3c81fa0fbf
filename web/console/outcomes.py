"""What became of posts, month by month, as their posters say: to be seen and to be taken away."""

from datetime import date, datetime

from flask import Blueprint, Response, render_template, request

from knowledge import clock, db
from knowledge.clock import SHANGHAI
from knowledge.documents import written
from knowledge.documents.written import XLSX, Rows
from knowledge.models.staff import COUNTY
from knowledge.posts import outcomes
from knowledge.posts.outcomes import Line
from knowledge.staff import access
from web.console.guard import actor

_HEADS = ("买卖或招工", "货物或活", "答了几条", "成了几条", "成交数量", "价钱")


def add_to(routes: Blueprint) -> None:
    """The table of one month, and the same as a spreadsheet."""

    @routes.get("/posts/outcomes")
    def outcomes_table() -> str:
        access.require(actor(), COUNTY)
        month = _month()
        return render_template("console/outcomes.html", month=month, lines=_read(month), heads=_HEADS, sold=_sold)

    @routes.get("/posts/outcomes.xlsx")
    def outcomes_file() -> Response:
        access.require(actor(), COUNTY)
        month = _month()
        answer = Response(written.xlsx({f"{month:%Y-%m}": _rows(_read(month))}), mimetype=XLSX)
        answer.headers["Content-Disposition"] = f"attachment; filename=tianxun-outcomes-{month:%Y-%m}.xlsx"
        return answer


def _month() -> date:
    """The first day of the month asked for; of this one where none is, or what is asked for is no month."""
    try:
        return date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return clock.current().today().replace(day=1)


def _read(month: date) -> list[Line]:
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    since, until = (datetime(day.year, day.month, 1, tzinfo=SHANGHAI) for day in (month, after))
    with db.current().reading() as session:
        return outcomes.month(session, since, until)


def _sold(line: Line) -> str:
    return "，".join(f"{figure:f}{unit}" for unit, figure in line.sold.items())


def _rows(lines: list[Line]) -> Rows:
    yield _HEADS
    for line in lines:
        yield line.sort, line.name, line.answered, line.done, _sold(line), "，".join(line.prices)
