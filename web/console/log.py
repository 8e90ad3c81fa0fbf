"""The audit log, as county staff read it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request

from knowledge import db
from knowledge.models.staff import COUNTY
from knowledge.staff import access, audit
from web.console.guard import actor
from web.console.shown import Nav, place

# How the details of a deed are called; those that are written in Chinese are their own.
_LABELS = {
    "title": "标题", "number": "第几版", "kind": "类", "row": "编号", "reason": "原因", "steps": "步骤",
    "role": "级别", "region": "地方", "file": "文件", "new": "新增", "changed": "更新", "held": "待核实",
}  # fmt: skip
NAV = Nav(90, "操作记录", "console.log", COUNTY)
_SHOWN: dict[str, Callable[[Any], str]] = {
    "role": lambda role: access.ROLE_NAMES.get(role, role),
    "region": place,
}
_A_PAGE = 100


def add_to(routes: Blueprint) -> None:
    """Newest first; `before` is the number that the page ends above."""

    @routes.get("/log")
    def log() -> str:
        access.require(actor(), COUNTY)
        before = request.args.get("before", type=int)
        with db.current().reading() as session:
            entries = audit.newest(session, _A_PAGE, before)
        return render_template("console/log.html", entries=entries, said=_said, more=len(entries) == _A_PAGE)


def _said(detail: dict[str, Any]) -> str:
    """The details of a deed in Chinese."""
    return "　".join(f"{_LABELS.get(key, key)}：{_SHOWN.get(key, str)(value)}" for key, value in detail.items())
