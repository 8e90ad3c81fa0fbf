"""Those whom one has charge of: made, given a new password, ended."""

import re
import secrets

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from knowledge import catalogue, clock, db
from knowledge.models.staff import TOWNSHIP
from knowledge.places import Places
from knowledge.refusal import Refused
from knowledge.staff import access, accounts, audit
from web.console.guard import actor
from web.console.shown import Form, Nav

NAV = Nav(80, "人员", "console.staff", TOWNSHIP)
Page = str | Response
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class _NoPlace(Refused):
    """What was typed is no division."""


class NewStaff(Form):
    """A member of staff one level down."""

    name = StringField("用户名", [InputRequired("请填用户名。"), Length(max=30)])
    region = StringField("管哪里", [InputRequired("请填地方。"), Length(max=40)])
    village = StringField("村名（填了村的代码才要写）", [Length(max=30)])


def add_to(routes: Blueprint) -> None:
    """The list, and what can be done to one in it."""

    @routes.route("/staff", methods=["GET", "POST"])
    def staff() -> Page:
        access.require(actor(), TOWNSHIP)
        form, password = NewStaff(), ""
        if form.validate_on_submit():
            try:
                password = _added(form)
            except _NoPlace as fault:
                form.region.errors = [str(fault)]
            except Refused as fault:
                form.name.errors = [str(fault)]
            else:
                return _with_password(form.name.data or "", password)
        with db.current().reading() as session:
            below = accounts.in_charge_of(session, actor())
        makes = access.ROLE_NAMES[access.MAKES[actor().role]]
        return render_template("console/staff.html", form=form, below=below, makes=makes)

    @routes.post("/staff/<int:number>/password")
    def new_password(number: int) -> Page:
        password = _temporary()
        with db.current().writing(changes_answers=False) as session:
            found = access.access_staff(session, actor(), number)
            accounts.set_password(session, found, password, by_himself=False)
            found.totp_cipher = None
            audit.append(session, actor(), "重设密码", "人员", found.id, clock.current().now())
            name = found.name
        return _with_password(name, password)

    @routes.post("/staff/<int:number>/end")
    def end_staff(number: int) -> Page:
        with db.current().writing(changes_answers=False) as session:
            found = access.access_staff(session, actor(), number)
            accounts.disable(session, found)
            audit.append(session, actor(), "停用", "人员", found.id, clock.current().now())
            flash(f"「{found.name}」已停用，已经登录的也退出了。", "done")
        return redirect(url_for("console.staff"))


def _added(form: NewStaff) -> str:
    password, now = _temporary(), clock.current().now()
    with db.current().reading() as session:
        code = _code_of(catalogue.current(session).places, (form.region.data or "").strip())
    role = access.MAKES[actor().role]
    with db.current().writing() as session:
        made = accounts.add(session, actor(), form.name.data or "", role, code, password, now, form.village.data or "")
        told = {"role": role, "region": made.region_code, "village": form.village.data or ""}
        audit.append(session, actor(), "添加", "人员", made.id, now, **told)
    return password


def _code_of(places: Places, written: str) -> str:
    if re.fullmatch(r"[0-9]{12}", written):
        return written
    code = places.find(written)
    if code is None:
        raise _NoPlace(f"没有叫「{written}」的乡镇。是村的话，写它的 12 位区划代码，或者先写所在的乡镇。")
    return code


def _with_password(name: str, password: str) -> str:
    """Shown once and kept nowhere: who gets it must change it."""
    return render_template("console/new_password.html", name=name, password=password)


def _temporary() -> str:
    """Sixteen letters and digits in fours, none of which looks like another on paper."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))
