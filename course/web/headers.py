"""What every answer carries besides its page: the security headers, and how long it may be kept.

Static files are served in front of this program and carry their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, g, request, session
from werkzeug.wrappers import Response

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data:"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONE_YEAR = "max-age=31536000"


def _keep(response: Response) -> Response:
    """A guest's page may be kept and asked for again ("unchanged?"); everything else is not stored at all."""
    said = {name for name, _ in response.headers}  # asking the headers for one that is not there costs an exception
    if "Vary" not in said:
        response.headers.add("Vary", "Cookie")
    personal = g.get("learner") is not None or session.modified or "visit" in session or "csrf_token" in session
    stored = request.method in ("GET", "HEAD") and response.status_code == 200 and not personal
    if "Cache-Control" not in said:
        response.headers.add("Cache-Control", "no-cache" if stored else "no-store")
    if stored and not response.is_streamed and not response.direct_passthrough:
        response.add_etag()
        response.make_conditional(request)
    return response


def install(app: Flask, *, https: bool) -> None:
    """Add the headers to every answer; over HTTPS also tell browsers to stay there.

    Those that are always the same are put on at the door, all at once: one by one they would cost a tenth of a page.
    """
    always = [*ALWAYS.items(), *([("Strict-Transport-Security", ONE_YEAR)] if https else [])]
    program = app.wsgi_app

    def with_headers(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, headers + always, *error)

        return program(environ, start)

    app.wsgi_app = with_headers  # type: ignore[method-assign]
    app.after_request(_keep)
