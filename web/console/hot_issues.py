"""热点聚焦: issues on what many report; drafted by rule, looked through and released by a person."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.reports import hot
from knowledge.staff import accounts
from web.console.guard import actor

Page = str | Response


def add_to(routes: Blueprint) -> None:
    """All issues, one of them, a new draft, its release."""

    @routes.get("/reports/hot")
    def hot_issues() -> str:
        with db.current().reading() as session:
            return render_template("console/hot_issues.html", issues=hot.issues(session, actor()))

    @routes.get("/reports/hot/<int:number>")
    def hot_issue(number: int) -> str:
        with db.current().reading() as session:
            issue = hot.access_issue(session, actor(), number)
            people = {one.id: one.name for one in accounts.everyone(session)}
        return render_template("console/hot_issue.html", issue=issue, people=people)

    @routes.post("/reports/hot/draft")
    def draft_hot_issue() -> Page:
        with db.current().writing(changes_answers=False) as session:
            number = hot.draft(session, actor(), clock.current().now()).id
        return redirect(url_for("console.hot_issue", number=number))

    @routes.post("/reports/hot/<int:number>/release")
    def release_hot_issue(number: int) -> Page:
        with db.current().writing(changes_answers=False) as session:
            issue = hot.release(session, actor(), number, request.form.get("body", ""), clock.current().now())
        flash(f"已发出 {issue.year} 年第 {issue.number} 期。", "done")
        return redirect(url_for("console.hot_issue", number=number))
