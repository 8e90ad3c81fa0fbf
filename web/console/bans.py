"""Banned phones: which, why and by whom, and lifting a ban."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import clock, db
from knowledge.models.staff import COUNTY
from knowledge.moderation import banning
from knowledge.refusal import Refused
from web.console.guard import actor
from web.console.shown import Nav

NAV = Nav(26, "封号", "console.bans", COUNTY)
Page = str | Response


def add_to(routes: Blueprint) -> None:
    """The list, and lifting one."""

    @routes.get("/bans")
    def bans() -> Page:
        return _listed()

    @routes.post("/bans/<int:number>/lift")
    def lift_ban(number: int) -> Page:
        return _lift(number)


def _listed(why: str = "", refused: int = 0) -> Page:
    with db.current().reading() as session:
        found = banning.listed(session, actor())
    return render_template("console/bans.html", found=found, why=why, refused=refused)


def _lift(number: int) -> Page:
    try:
        with db.current().writing() as session:
            banning.lift(session, actor(), number, request.form.get("reason", ""), clock.current().now())
    except Refused as fault:
        return _listed(str(fault), number)
    flash("已解除封号；等审核的帖子可以照常处理，下架了的不会自己回来。", "done")
    return redirect(url_for("console.bans"))
