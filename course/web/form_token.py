"""The token of the forms of a visit: signed once, then remembered. Signing it anew would cost more than reading a page.

It tells whose visit it was made for, so that a form which arrives after the visit has ended can be given back to that person
and to nobody else (`carried_form`).
"""

from __future__ import annotations

from hmac import compare_digest
from secrets import token_hex

from flask import Flask, current_app, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData

from course.web.seals import timed_sealer

KEPT = 5_000
SALT = "wtf-csrf-token"  # as Flask-WTF seals its tokens
SECRET = "csrf_token"  # noqa: S105 - the name under which Flask-WTF keeps the secret of a visit


def begin(person: int) -> None:
    """Give the visit that begins a secret of its own, which names the person."""
    session[SECRET] = f"{token_hex(20)}-{person}"


def token() -> str:
    """What every form of the present visit carries."""
    kept: dict[str, str] = current_app.extensions["tokens"]
    secret = session.get(SECRET)
    if secret is None or secret not in kept:
        if len(kept) >= KEPT:
            kept.clear()
        made: str = generate_csrf()
        kept[session[SECRET]] = made
    return kept[session[SECRET]]


def is_known(sent: str) -> bool:
    """Whether a form of the present visit carries this: the token of its pages, or one that was judged to be the visit's.

    Each process of the server signs tokens of its own, and any of them may have made the page.
    """
    return compare_digest(sent.encode(), token().encode()) or (session.get(SECRET), sent) in _judged()


def note_judged(sent: str) -> None:
    """Flask-WTF has found this token to be the present visit's: the next time it need not look."""
    judged = _judged()
    if len(judged) >= KEPT:
        judged.clear()
    judged.add((session.get(SECRET), sent))


def _judged() -> set[tuple[str | None, str]]:
    found: set[tuple[str | None, str]] = current_app.extensions["tokens_judged"]
    return found


def made_for(sent: str) -> int | None:
    """The person for whose visit a form was made, also when that visit has ended; None for a guest's and a forged one."""
    try:
        secret = timed_sealer(SALT).loads(sent)
    except BadData:
        return None
    _, _, number = str(secret).partition("-")
    return int(number) if number.isdecimal() else None


def install(app: Flask) -> None:
    """Remember nothing yet."""
    app.extensions["tokens"] = {}
    app.extensions["tokens_judged"] = set()
