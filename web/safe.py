"""What every page sends along: nothing from elsewhere is loaded, and no other site may frame it."""

from flask import Blueprint, Response

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def guarded(routes: Blueprint) -> Blueprint:
    """The blueprint with security headers on each of its responses."""
    routes.after_request(guard)
    return routes


def guard(response: Response) -> Response:
    """The response with security headers, where it has none of its own."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response
