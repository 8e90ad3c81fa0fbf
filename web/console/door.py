"""Logging in and out, and one's own password and second factor."""

from datetime import datetime
from io import BytesIO

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from knowledge import clock, db, vault
from knowledge.models.staff import Staff
from knowledge.refusal import Refused
from knowledge.staff import accounts, audit, login, passwords, second_factor, sessions
from web import caller
from web.console.guard import COOKIE, actor
from web.console.shown import Form

_WAITING, _SECRET = "waiting", "new_secret"
Page = str | Response


class Login(Form):
    """Name and password."""

    name = StringField("用户名", [InputRequired("请填用户名。"), Length(max=30)])
    password = PasswordField("密码", [InputRequired("请填密码。"), Length(max=passwords.MOST_CHARACTERS)])


class Code(Form):
    """Six digits of the authenticator."""

    code = StringField("验证码", [InputRequired("请填验证码。"), Length(max=10)])


class NewFactor(Code):
    """The first code of an authenticator, and who it is that brings one."""

    password = PasswordField("现在的密码", [InputRequired("请填现在的密码。"), Length(max=passwords.MOST_CHARACTERS)])


class Password(Form):
    """A new password, proven by the old one."""

    old = PasswordField("现在的密码", [InputRequired("请填现在的密码。"), Length(max=passwords.MOST_CHARACTERS)])
    new = PasswordField("新密码", [InputRequired("请填新密码。"), Length(max=passwords.MOST_CHARACTERS)])
    again = PasswordField("再填一遍", [InputRequired("请再填一遍新密码。"), Length(max=passwords.MOST_CHARACTERS)])


def add_to(routes: Blueprint) -> None:
    """The door's pages."""

    @routes.route("/login", methods=["GET", "POST"])
    def login() -> Page:
        return _log_in(Login())

    @routes.route("/code", methods=["GET", "POST"])
    def code() -> Page:
        return _confirm(Code())

    @routes.post("/logout")
    def logout() -> Page:
        with db.current().writing(changes_answers=False) as store:
            sessions.end(store, str(session.get(COOKIE, "")))
        session.clear()
        return redirect(url_for("console.login"))

    @routes.route("/password", methods=["GET", "POST"])
    def password() -> Page:
        return _change_password(Password())

    @routes.route("/second-factor", methods=["GET", "POST"])
    def second_factor() -> Page:
        return _second_factor(NewFactor())


def _log_in(form: Login) -> Page:
    if form.validate_on_submit():
        try:
            entered = login.with_password(
                db.current(), vault.current(), form.name.data or "", form.password.data or "", caller.address(), _now()
            )
        except Refused as fault:
            form.password.errors = [str(fault)]
        else:
            wanted = request.args.get("next", "")
            if entered.wants_code:
                session.clear()
                session[_WAITING] = entered.token
                return redirect(url_for("console.code", next=wanted or None))
            return _enter(entered.token, wanted)
    return render_template("console/login.html", form=form)


def _confirm(form: Code) -> Page:
    waiting = str(session.get(_WAITING, ""))
    if not waiting:
        return redirect(url_for("console.login"))
    if form.validate_on_submit():
        try:
            token = login.with_code(
                db.current(), vault.current(), waiting, form.code.data or "", caller.address(), _now()
            )
        except Refused as fault:
            form.code.errors = [str(fault)]
        else:
            return _enter(token, request.args.get("next", ""))
    return render_template("console/code.html", form=form)


def _enter(token: str, wanted: str) -> Response:
    """Into the console, with a cookie that nobody could have set before."""
    session.clear()
    session.permanent = True
    session[COOKIE] = token
    # Only a path of the console's own: another address would lead staff away.
    ours = wanted.startswith("/console/") and "\\" not in wanted and "//" not in wanted
    return redirect(wanted if ours else url_for("console.start"))


def _change_password(form: Password) -> Page:
    if form.validate_on_submit():
        try:
            _set_password(form)
        except Refused as fault:
            form.new.errors = [str(fault)]
        else:
            session.clear()
            flash("密码已改，请用新密码登录。", "done")
            return redirect(url_for("console.login"))
    return render_template("console/password.html", form=form, least=passwords.LEAST_CHARACTERS)


def _set_password(form: Password) -> None:
    if form.new.data != form.again.data:
        raise Refused("两遍新密码不一样。")
    _prove(form.old.data)
    with db.current().writing(changes_answers=False) as store:
        me = store.get_one(Staff, actor().id)
        if form.new.data == form.old.data:
            raise Refused("新密码和现在的一样。")
        accounts.set_password(store, me, form.new.data or "", by_himself=True)
        audit.append(store, actor(), "改密码", "人员", me.id, _now())


def _prove(password: str | None) -> None:
    login.prove(db.current(), vault.current(), actor(), password or "", caller.address(), _now())


def _second_factor(form: NewFactor) -> Page:
    """Switches the second factor on: a secret is shared, and one code proves that it arrived."""
    secret = str(session.get(_SECRET) or second_factor.new_secret())
    session[_SECRET] = secret
    if form.validate_on_submit():
        try:
            _bring(form, secret)
        except Refused as fault:
            (form.code if str(fault) == login.WRONG_CODE else form.password).errors = [str(fault)]
        else:
            session.pop(_SECRET)
            flash("已打开动态验证码，下次登录要用。", "done")
            return redirect(url_for("console.start"))
    address = second_factor.address(secret, actor().name)
    return render_template("console/second_factor.html", form=form, secret=secret, picture=_picture(address))


def _bring(form: NewFactor, secret: str) -> None:
    _prove(form.password.data)
    step = second_factor.step_of(secret, form.code.data or "", _now())
    if step is None:
        raise Refused(login.WRONG_CODE)
    with db.current().writing(changes_answers=False) as store:
        me = store.get_one(Staff, actor().id)
        me.totp_cipher, me.totp_step = vault.current().sealed(secret), step
        audit.append(store, actor(), "打开动态验证码", "人员", me.id, _now())


def _picture(address: str) -> Markup:
    drawn = BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", xmldecl=False, scale=5, svgclass=None, lineclass=None)
    return Markup(drawn.getvalue().decode("utf-8"))  # noqa: S704 - drawn here


def _now() -> datetime:
    return clock.current().now()
