"""What was reported and how it was answered, without who; and last month by unit."""

from datetime import date, timedelta

from flask import Blueprint, render_template

from knowledge import clock, db
from knowledge.privacy import masked
from knowledge.reports import queue, table
from web.public.fresh import each_minute
from web.public.shown import Nav

NAV = Nav(60, "反映", "public.reports")
_MOST = 50


def add_to(routes: Blueprint) -> None:
    """One page, at `/reports`."""

    @routes.get("/reports")
    @each_minute
    def reports() -> str:
        now, month = clock.current().now(), _last_month(clock.current().today())
        with db.current().reading() as session:
            entries = queue.entries(session, queue.published(session, _MOST), now)
            rows = table.of(session, None, month, now)
        return render_template(
            "public/reports.html", entries=entries, rows=rows, month=month, at=clock.local(now), masked=masked,
            day_of=lambda moment: clock.local(moment).date(),
        )  # fmt: skip


def _last_month(today: date) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
