"""A mark on a device that somebody has signed in from, so that strangers who guess at an account cannot lock its owner out.

The brake counts tries from a marked device apart. The mark is a random text under a seal of its own for each person, so
that it says nothing about anybody; it is no proof of anything else: the password is asked for all the same. Shared
computers are never marked.
"""

from __future__ import annotations

import secrets

from flask import after_this_request, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from course.web.seals import timed_sealer

SECONDS = 180 * 24 * 3600
RANDOM_BYTES = 12


def _name() -> str:
    return "__Host-known-device" if current_app.config["SESSION_COOKIE_SECURE"] else "known-device"


def _sealer(person: int) -> URLSafeTimedSerializer:
    return timed_sealer(f"known-device {person}")


def is_known(person: int) -> bool:
    """Whether this device was the last one's to sign in as that person within half a year."""
    try:
        _sealer(person).loads(request.cookies.get(_name(), ""), max_age=SECONDS)
    except BadData:
        return False
    return True


def mark(person: int) -> None:
    """Remember on the device, with the answer to this request, who signed in."""
    _set(str(_sealer(person).dumps(secrets.token_urlsafe(RANDOM_BYTES))), SECONDS)


def forget() -> None:
    """Take a mark off the device again: the account is closed, or the computer is shared."""
    if _name() in request.cookies:
        _set("", 0)


def _set(value: str, seconds: int) -> None:
    @after_this_request
    def put(response: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(_name(), value, max_age=seconds, secure=secure, httponly=True, samesite="Lax")
        return response
