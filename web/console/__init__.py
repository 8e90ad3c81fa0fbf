"""The bureau's console: one file per page, found by walking this folder."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from knowledge import settings, vault
from web.console import guard, shown
from web.safe import guarded


def blueprint() -> Blueprint:
    """All pages under `/console/`: for staff who are logged in, but for the door itself.

    A page is a module here with `add_to(routes)`, and with `NAV` where it stands in the menu.
    """
    routes = Blueprint("console", __name__, url_prefix="/console", template_folder="templates", static_folder="static")
    routes.record(_settle_in)
    found = list(_pages())
    for page in found:
        page.add_to(routes)
    guard.add_to(routes)
    shown.add_to(routes, sorted(page.NAV for page in found if hasattr(page, "NAV")))
    return guarded(routes)


def _pages() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(__path__):
        page = importlib.import_module(f"{__name__}.{module.name}")
        if module.name not in ("guard", "shown") and hasattr(page, "add_to"):
            yield page


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
