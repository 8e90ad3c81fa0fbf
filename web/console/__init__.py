"""The bureau's console: one file per page, found by walking this folder."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

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


def _settle_in(state: BlueprintSetupState) -> None:
    """What the console needs of the application that it becomes part of."""
    config = state.app.config
    state.app.secret_key = vault.current().hashed("the console's cookie")
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
