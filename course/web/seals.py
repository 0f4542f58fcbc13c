"""Texts that travel through a browser and come back unchanged, or not at all.

A seal is made with the present secret key and recognised with the earlier ones too (SHAREWELL_SECRET_KEY_FALLBACKS), so
that a change of key does not break what is under way.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer


def _keys() -> list[str]:
    """Oldest first: the last one makes new seals."""
    earlier: list[str] = current_app.config["SECRET_KEY_FALLBACKS"] or []
    return [*reversed(earlier), str(current_app.secret_key)]


def sealer(salt: str) -> URLSafeSerializer:
    """For what may come back whenever it likes; each use has a salt of its own."""
    return URLSafeSerializer(_keys(), salt=salt)


def timed_sealer(salt: str) -> URLSafeTimedSerializer:
    """For what is good for a time only."""
    return URLSafeTimedSerializer(_keys(), salt=salt)
