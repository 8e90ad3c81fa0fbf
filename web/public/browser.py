"""What a browser keeps of these pages that is its own: an id for one folder of addresses, and nothing else."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request

from knowledge import clock, devices, settings, vault
from knowledge.posts.revealing import Looker
from web import caller

COOKIE = "tianxun_device"
_YEAR_SECONDS = 365 * 86400


def mine() -> str | None:
    """The id of this browser, where it has one."""
    return devices.known(vault.current(), request.cookies.get(COOKIE, ""))


def looker(device: str) -> Looker:
    """Whose request this is."""
    return Looker(device, caller.address())


def form(folder: str, what: str, template: str, **named: Any) -> Response:
    """A page with a form that this browser alone can send: `token` for `what`, which stands under `folder`."""
    device = mine()
    ours = device or devices.new()
    token = devices.token(vault.current(), ours, what, clock.current().now())
    answer = make_response(render_template(template, token=token, **named))
    if device is None:
        keep(answer, folder, ours)
    return answer


def keep(answer: Response, folder: str, device: str) -> None:
    """Lets the browser keep the id for addresses under `folder`."""
    answer.set_cookie(
        COOKIE, devices.signed(vault.current(), device), _YEAR_SECONDS,
        path=folder, httponly=True, samesite="Lax", secure=settings.current().public_url.startswith("https:"),
    )  # fmt: skip


def sent_by(what: str, sent: Mapping[str, str]) -> str | None:
    """The browser that sent this form; None where it did not get the form from us."""
    device, now = mine(), clock.current().now()
    return device if device and devices.is_token(vault.current(), sent.get("token", ""), device, what, now) else None
