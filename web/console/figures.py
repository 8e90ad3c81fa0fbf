"""What is asked, by crop, township and day; how many ask; which articles answer: to be seen and to be taken away."""

from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request

from knowledge import catalogue, clock, db, intents
from knowledge.documents import written
from knowledge.documents.written import Cell, Rows
from knowledge.models.staff import COUNTY
from knowledge.models.subscription import JOBS, NEWSPAPER, NOTICES, PRICES
from knowledge.places import Places
from knowledge.staff import access
from knowledge.statistics import pushed, report
from knowledge.statistics.pushed import Pushed
from knowledge.statistics.report import ArticleUse, Report
from web.console.guard import actor
from web.console.shown import Nav

NAV = Nav(70, "统计", "console.figures", COUNTY)
_DAYS = 30
_SUBJECTS = {PRICES: "价格", JOBS: "招工", NOTICES: "通知", NEWSPAPER: "手机报"}
_EARLIEST = date(2001, 1, 1)


def add_to(routes: Blueprint) -> None:
    """The page, and the same as a spreadsheet."""

    @routes.get("/figures")
    def figures() -> str:
        access.require(actor(), COUNTY)
        first, last = _span()
        found, used, covered, pushes, names = _read(first, last)
        highest = max((day.messages for day in found.days), default=0)
        return render_template(
            "console/figures.html",
            report=found,
            tops=_named(found, names),
            articles=used,
            coverage=covered,
            pushes=pushes,
            subjects=_SUBJECTS,
            first=first,
            last=last,
            highest=highest or 1,
        )

    @routes.get("/figures.xlsx")
    def figures_file() -> Response:
        access.require(actor(), COUNTY)
        first, last = _span()
        found, used, covered, pushes, names = _read(first, last)
        sheets = _sheets(found, used, covered, names) | _sheets_of_pushes(pushes)
        answer = Response(written.xlsx(sheets), mimetype=written.XLSX)
        answer.headers["Content-Disposition"] = f"attachment; filename=tianxun-{first}-{last}.xlsx"
        return answer


def _span() -> tuple[date, date]:
    """The days that were asked for, the last thirty where none or impossible ones were."""
    today = clock.current().today()
    last = max(_EARLIEST, min(_day("last") or today, today))
    first = min(_day("first") or last - timedelta(days=_DAYS - 1), last)
    return max(first, last - timedelta(days=report.MOST_DAYS - 1)), last


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _read(first: date, last: date) -> tuple[Report, list[ArticleUse], list[tuple[str, int, int]], Pushed, Places]:
    today = clock.current().today()
    with db.current().reading() as session:
        return (
            report.of(session, first, last, today),
            report.articles(session, first, last),
            report.coverage(session, today),
            pushed.of(session, first, last),
            catalogue.current(session).places,
        )


def _named(found: Report, places: Places) -> dict[str, list[tuple[str, int]]]:
    """The tops under the words that staff use."""
    asked_for = [(intents.name(key) or "没听懂", count) for key, count in found.tops["intent"]]
    townships = [
        (places.path(key.ljust(12, "0")) if key else "没说地方", count) for key, count in found.tops["township"]
    ]
    return {"问的事": asked_for, "问的品种": found.tops["commodity"], "哪里的人问": townships}


def _sheets(
    found: Report, used: list[ArticleUse], covered: list[tuple[str, int, int]], places: Places
) -> dict[str, Rows]:
    days: list[list[Cell]] = [
        [f"{day.day}", day.messages, day.people, day.open, day.new, day.lost] for day in found.days
    ]
    told: list[list[Cell]] = [[each.title, each.answers, each.useful, each.useless] for each in used]
    return {
        "每天": [("日期", "消息", "人数", "留给人答", "新关注", "取消关注"), *days],
        **{name: [(name, "消息"), *rows] for name, rows in _named(found, places).items()},
        "文章": [("文章", "答了几次", "有用", "没用"), *told],
        "价格": [("来源", "今天昨天有报价的系列", "30 天内有报价的系列"), *covered],
    }


def _sheets_of_pushes(pushes: Pushed) -> dict[str, Rows]:
    heads = ("", "该发", "主动发到", "随答复告诉", "过时不发", "不要了", "还等着")
    sent: list[list[Cell]] = [
        [one.kind, one.made, one.by_itself, one.with_reply, one.late, one.withdrawn, one.waiting] for one in pushes.sent
    ]
    tries: list[list[Cell]] = [[one.way, one.outcome, one.errcode, one.count] for one in pushes.tries]
    return {"主动发的": [heads, *sent], "发送结果": [("办法", "结果", "errcode", "次数"), *tries]}
