"""Who may come in: a session for every page but the door, a token for every change, the same answer for no and none."""

from typing import cast

from flask import Blueprint, Response, flash, g, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as Anything

from knowledge import clock, db
from knowledge.refusal import Refused
from knowledge.staff import sessions
from knowledge.staff.access import Actor, NotHere

# Pages that nobody needs to be logged in for.
OPEN = frozenset({"console.static", "console.login", "console.code"})
# Where one who must change his password may go.
_CHANGING = frozenset({"console.password", "console.logout", "console.static"})
COOKIE = "staff"
_csrf = CSRFProtect()


def actor() -> Actor:
    """The member of staff whose request this is."""
    return cast(Actor, g.actor)


def guard(routes: Blueprint) -> None:
    """Guards every route of the blueprint."""
    routes.record(lambda state: _csrf.init_app(state.app))
    routes.before_request(_let_in)
    routes.after_request(_keep_nothing)
    routes.register_error_handler(NotHere, _not_here)
    routes.register_error_handler(404, _not_here)
    # A number that no store can hold is that of nothing.
    routes.register_error_handler(OverflowError, _not_here)
    routes.register_error_handler(CSRFError, _forged)
    routes.register_error_handler(Refused, _refused)


def _let_in() -> Anything | None:
    if request.endpoint != "console.static":
        _csrf.protect()
    if request.endpoint in OPEN:
        return None
    now, token = clock.current().now(), str(session.get(COOKIE, ""))
    with db.current().reading() as store:
        found = sessions.of(store, token, now) if token else None
    if found is None:
        # Only a page that was asked for can be come back to.
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("console.login", next=wanted))
    g.actor, is_due = found
    if is_due:
        with db.current().writing(changes_answers=False) as store:
            sessions.note(store, token, now)
    if g.actor.must_change and request.endpoint not in _CHANGING:
        return redirect(url_for("console.password"))
    return None


def _keep_nothing(response: Response) -> Response:
    if request.endpoint != "console.static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _not_here(_fault: Exception) -> tuple[str, int]:
    return render_template("console/missing.html"), 404


def _forged(_fault: Exception) -> tuple[str, int]:
    return render_template("console/forged.html"), 403


def _refused(fault: Refused) -> Anything:
    """A page that does not mend a refusal itself says it where the request came from."""
    flash(str(fault), "refused")
    return redirect(request.referrer if _is_ours(request.referrer) else url_for("console.start"))


def _is_ours(address: str | None) -> bool:
    return bool(address) and str(address).startswith(request.host_url + "console/")
