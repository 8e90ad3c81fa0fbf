"""诉求每月统计: each unit's month, each figure open to the reports behind it, and the same as a spreadsheet."""

from datetime import date, datetime

from flask import Blueprint, Response, abort, render_template, request

from knowledge import clock, db
from knowledge.documents import written
from knowledge.documents.written import Cell
from knowledge.reports import queue, table
from knowledge.reports.table import Row
from web.console.guard import actor
from web.console.shown import moment

_EARLIEST = date(2020, 1, 1)
_HEAD = ("承办单位", "收到", "已答复", "答复率", "中位用时（小时）", "超期", "说解决了", "说没解决", "满意率")


def add_to(routes: Blueprint) -> None:
    """The table, the reports behind a figure, the spreadsheet; `month` is as 2026-11."""

    @routes.get("/reports/table")
    def report_table() -> str:
        month, at = _month(), clock.current().now()
        with db.current().reading() as session:
            rows = table.of(session, actor(), month, at)
        return render_template("console/report_table.html", rows=rows, month=f"{month:%Y-%m}", at=at, names=table.NAMES)

    @routes.get("/reports/table/<name>")
    def report_rows(name: str) -> str:
        if name not in table.COUNTED:
            abort(404)
        month, at, unit = _month(), clock.current().now(), request.args.get("unit", type=int)
        with db.current().reading() as session:
            found = table.rows_behind(session, actor(), month, unit, name, at)
            entries = queue.entries(session, found, at)
        return render_template(
            "console/report_rows.html", entries=entries, month=f"{month:%Y-%m}", name=table.NAMES[name], at=at
        )

    @routes.get("/reports/table.xlsx")
    def report_table_file() -> Response:
        month, at = _month(), clock.current().now()
        with db.current().reading() as session:
            rows = table.of(session, actor(), month, at)
        answer = Response(written.xlsx({"诉求": _cells(rows, at)}), mimetype=written.XLSX)
        answer.headers["Content-Disposition"] = f"attachment; filename=reports-{month:%Y-%m}.xlsx"
        return answer


def _month() -> date:
    """The month that was asked for, this one where none or an impossible one was."""
    today = clock.current().today()
    try:
        wanted = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        wanted = today
    return max(_EARLIEST, min(wanted, today)).replace(day=1)


def _cells(rows: list[Row], at: datetime) -> list[list[Cell]]:
    counted = [_line(row) for row in rows]
    return [list(_HEAD), *counted, [f"统计到 {moment(at)}"]]


def _line(row: Row) -> list[Cell]:
    figures = row.figures
    share, solved = _share(row.answered_share), _share(row.solved_share)
    name = row.unit.name if row.unit else "还没分派"
    spent: list[Cell] = [figures["answered"], share, row.median_hours, figures["late"]]
    return [name, figures["received"], *spent, figures["solved"], figures["unsolved"], solved]


def _share(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f} %"
