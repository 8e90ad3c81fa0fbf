"""A telephone number, for who asks for it: one at a time, and no more than a few a day."""

from flask import Blueprint, Response, abort, make_response, render_template, request

from knowledge import clock, db, vault
from knowledge.posts import revealing
from knowledge.refusal import Refused
from web.public import browser, fresh

FOLDER = "/tel"
# Where a post stands, by its kind.
_PAGES = {"j": "/j/{}", "g": "/g/{}", "n": "/n/{}", "a": "/a/{}", "c": "/v"}
_NO_COOKIE = "没有打开。请退回去再点一次「看电话」；浏览器要允许 Cookie。"


def add_to(routes: Blueprint) -> None:
    """`/tel/KIND/NAME`: asks once more, then shows."""

    @routes.get(f"{FOLDER}/<kind>/<name>")
    @fresh.personal
    def tel(kind: str, name: str) -> Response:
        with db.current().reading() as session:
            try:
                _, found = revealing.find(session, kind, name, clock.current().now())
            except revealing.NotOpen:
                abort(404)
        what = f"{kind}/{name}"
        most = revealing.MOST_A_DAY
        return browser.form(FOLDER, what, "public/tel.html", of=found.of, most=most, back=_page(kind, name))

    @routes.post(f"{FOLDER}/<kind>/<name>")
    @fresh.personal
    def show_tel(kind: str, name: str) -> Response:
        return _revealed(kind, name)


def _revealed(kind: str, name: str) -> Response:
    device = browser.sent_by(f"{kind}/{name}", request.form)
    if device is None:
        return _said(_NO_COOKIE, kind, name, 403)
    try:
        with db.current().writing(changes_answers=False) as session:
            looker, now = browser.looker(device), clock.current().now()
            found = revealing.reveal(session, vault.current(), kind, name, looker, now)
    except revealing.NotOpen:
        abort(404)
    except Refused as fault:
        return _said(str(fault), kind, name, 429)
    return make_response(render_template("public/tel.html", found=found, of=found.of, back=_page(kind, name)))


def _said(words: str, kind: str, name: str, status: int) -> Response:
    return make_response(render_template("public/tel.html", words=words, back=_page(kind, name)), status)


def _page(kind: str, name: str) -> str:
    return _PAGES.get(kind, "/").format(name)
