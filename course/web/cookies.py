"""The signed cookie of a visit, whose seal is judged once in a while and not on every page.

Judging a seal costs as much as a page's read of the records, and a browser sends the same cookie page after page. So each
process remembers for some minutes what it found in the cookies that were sound; a changed one is another cookie, and is
judged. Only what the browser says is remembered: whether the visit still holds is asked of the records every time.
"""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from course.clock import ticks

KEPT = 5_000
SECONDS = 600.0  # then it is judged again, its age included
Plain = dict[str, str | int]
NEVER: tuple[float, Plain] = (float("-inf"), {})


class RememberedCookies(SecureCookieSessionInterface):
    """Flask's own cookies, the same byte by byte; only sound ones whose values cannot be changed in place are remembered."""

    def __init__(self) -> None:
        self._judged: dict[str, tuple[float, Plain]] = {}
        self._sealer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once: the keys of a process do not change."""
        if self._sealer is None:
            self._sealer = super().get_signing_serializer(app)
        return self._sealer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says; an empty session where there is none, or none that is sound."""
        sent = request.cookies.get(self.get_cookie_name(app))
        if not sent:
            return SecureCookieSession()
        until, values = self._judged.get(sent, NEVER)
        if ticks() >= until:
            values = self._judge(app, sent)
        return SecureCookieSession(values)  # a copy: what this request changes, no other sees

    def _judge(self, app: Flask, sent: str) -> Plain:
        sealer = self.get_signing_serializer(app)
        self._judged.pop(sent, None)
        if sealer is None:
            return {}
        try:
            values: Plain = sealer.loads(sent, max_age=int(app.permanent_session_lifetime.total_seconds()))
        except BadSignature:
            return {}
        if all(isinstance(each, str | int) for each in values.values()):
            if len(self._judged) >= KEPT:
                self._judged.clear()
            self._judged[sent] = ticks() + SECONDS, values
        return values

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing where nothing was changed: that the page depends on the cookie, `headers` says of every answer."""
        if session.modified:
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Remember nothing yet."""
    app.session_interface = RememberedCookies()
