"""The bureau's console: one file per page, found by walking this folder."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from flask import Blueprint, Flask, Request
from flask.blueprints import BlueprintSetupState
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from knowledge import settings, vault
from web.console import guard, names, pages, shown
from web.safe import guarded


def blueprint(sentence_with: Callable[[str], str] | None = None) -> Blueprint:
    """All pages under `/console/`: for staff who are logged in, but for the door itself.

    A page is a module here with `add_to(routes)`; with `NAV` it stands in the menu, with `waits(session, actor)` it
    tells the first page what waits there. `sentence_with` gives a sentence that farmers say with a word: without it no
    word can be made a name here.
    """
    routes = Blueprint("console", __name__, url_prefix="/console", template_folder="templates", static_folder="static")
    routes.record(_settle_in)
    routes.record(lambda state: state.app.config.update({names.EVERYDAY: sentence_with}))
    for page in pages.all_pages():
        page.add_to(routes)
    guard.guard(routes)
    shown.share(routes, sorted(page.NAV for page in pages.all_pages() if hasattr(page, "NAV")))
    return guarded(routes)


class _CookieHere(SecureCookieSessionInterface):
    """The console's cookie, which is nobody else's to read: a message is not held up by it."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if request.path.startswith("/console/") else None


def _settle_in(state: BlueprintSetupState) -> None:
    """What the console needs of the application that it becomes part of."""
    app, config = cast(Flask, state.app), state.app.config
    app.session_interface = _CookieHere()
    app.secret_key = vault.current().hashed("the console's cookie")
    config["SESSION_COOKIE_NAME"] = "tianxun_console"
    config["SESSION_COOKIE_PATH"] = "/console"
    config["SESSION_COOKIE_HTTPONLY"] = True
    config["SESSION_COOKIE_SAMESITE"] = "Strict"
    config["SESSION_COOKIE_SECURE"] = settings.current().public_url.startswith("https:")
    config["PERMANENT_SESSION_LIFETIME"] = timedelta(hours=12)
    # Other routes have their own proofs of who is calling.
    config["WTF_CSRF_CHECK_DEFAULT"] = False
    config["WTF_CSRF_TIME_LIMIT"] = None
    config["WTF_I18N_ENABLED"] = False
