"""The token of the forms of a visit: signed once, then remembered. Signing it anew would cost more than reading a page."""

from __future__ import annotations

from flask import Flask, current_app, session
from flask_wtf.csrf import generate_csrf

KEPT = 5_000


def token() -> str:
    """What every form of the present visit carries."""
    kept: dict[str, str] = current_app.extensions["tokens"]
    secret = session.get("csrf_token")
    if secret is None or secret not in kept:
        if len(kept) >= KEPT:
            kept.clear()
        made: str = generate_csrf()
        kept[session["csrf_token"]] = made
    return kept[session["csrf_token"]]


def install(app: Flask) -> None:
    """Remember nothing yet."""
    app.extensions["tokens"] = {}
