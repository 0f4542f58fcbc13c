"""For everyone who comes in: sign-in and sign-up, join codes, one-time links, the own account and its sessions and data."""

from flask import Blueprint

blueprint = Blueprint("access", __name__)

from course.web.access import (  # noqa: E402
    account,
    confirm_email,
    data,
    forgot_password,
    invitation,
    join,
    reset,
    sessions,
    set_up,
    sign_in,
    sign_up,
    untyped,
)

__all__ = [
    "account",
    "blueprint",
    "confirm_email",
    "data",
    "forgot_password",
    "invitation",
    "join",
    "reset",
    "sessions",
    "set_up",
    "sign_in",
    "sign_up",
    "untyped",
]
