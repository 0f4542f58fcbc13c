"""A mark on a device that somebody has signed in from, so that strangers who guess at an account cannot lock its owner out.

The brake counts tries from a marked device apart. The mark is no proof of anything else: the password is asked for all
the same. Shared computers are never marked.
"""

from __future__ import annotations

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

SECONDS = 180 * 24 * 3600


def _name() -> str:
    return "__Host-known-device" if current_app.config["SESSION_COOKIE_SECURE"] else "known-device"


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known-device")


def is_known(person: int) -> bool:
    """Whether this device was the last one's to sign in as that person within half a year."""
    try:
        return bool(_sealer().loads(request.cookies.get(_name(), ""), max_age=SECONDS) == person)
    except BadData:
        return False


def mark(response: Response, person: int) -> None:
    """Remember on the device who signed in."""
    response.set_cookie(
        _name(),
        str(_sealer().dumps(person)),
        max_age=SECONDS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
