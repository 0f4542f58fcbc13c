"""Every refusal as a page in plain words: what happened, what was kept, what to do. Never a traceback to a person."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from course.errors import BadText, StoreBusy, StoreError
from course.web import carried_form, carry, slashes
from course.web.duties import duties, lacking
from course.web.gate import access_of, learner

log = logging.getLogger("sharewell.web")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of refusal: its heading, and paragraphs that say what to do."""

    title: str
    paragraphs: tuple[str, ...]


REFUSALS = {
    400: Refusal(
        "We could not read that",
        (
            "Something in the form or the address was not as we expected.",
            "Go back, check what you entered, and send it again.",
        ),
    ),
    403: Refusal(
        "This page is not open to you",
        (
            "Your account does not have the role that this page needs.",
            "If you think it should, ask your administrator.",
        ),
    ),
    404: Refusal(
        "We could not find that page",
        (
            "The address may be mistyped, or the page may have gone.",
            "Everything in the course can be reached from the front page.",
        ),
    ),
    405: Refusal(
        "That does not work from here", ("This address only answers a form.", "Go back and use the button on the page.")
    ),
    408: Refusal(
        "That took too long", ("Your connection stopped while sending.", "Go back and send it again. Nothing was lost.")
    ),
    409: Refusal(
        "This has changed in the meantime",
        ("Someone changed this while your page was open.", "Go back, reload, and try again."),
    ),
    413: Refusal("That is too large", ("A form may hold up to 1 MB.", "Shorten what you typed and send it again.")),
    429: Refusal(
        "Please wait a little",
        (
            "There were many tries in a short time, so we slow down to protect accounts.",
            "Wait a few minutes, then try again.",
        ),
    ),
    503: Refusal(
        "We are busy for a moment",
        (
            "The record could not be written just now. Nothing was half saved.",
            "Wait a few seconds, then send it again.",
        ),
    ),
}
OTHER = Refusal(
    "Something went wrong",
    (
        "We have noted the fault. Nothing that was handed in or marked read is lost.",
        "Go back and try again, or start from the front page.",
    ),
)


def page(status: int, *, title: str | None = None, paragraphs: tuple[str, ...] | None = None) -> tuple[str, int]:
    """The page of a refusal with its status; words may be given that fit the case better."""
    kind = REFUSALS.get(status, OTHER)
    known = Refusal(title or kind.title, paragraphs or kind.paragraphs)
    again = _again() if status == 503 else ()
    typed = _typed() if status in (400, 409, 503) and not again else ()
    links = [link for duty in duties(learner()) for link in duty.links] if status == 403 else []
    told = {"refusal": known, "status": status, "typed": typed, "again": again, "links": dict(links)}
    return render_template("errors/refusal.html", **told), status


def _sent() -> list[tuple[str, str]]:
    """The fields of the form; none where it is the form itself that could not be read."""
    try:
        return list(request.form.items(multi=True))
    except HTTPException:
        return []


def _typed() -> tuple[tuple[str, str], ...]:
    """What the person typed, but for secrets, so that it can be copied even where Back does not bring it back."""
    secret = ("password", "token", "csrf", "carry", "key", "digest", "current", "signed_in", "edition")
    return tuple((k, v) for k, v in _sent() if v and not any(word in k for word in secret))


def _again() -> tuple[tuple[str, str], ...]:
    """Every field of the form, to be sent again by one button; none where a password is among them."""
    fields = tuple(_sent())
    return () if any("password" in name or name == "current" for name, _ in fields) else fields


def _on_http(error: HTTPException) -> ResponseReturnValue | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if error.code == 404 and (meant := slashes.without_slash()):
        return redirect(meant, 308)
    body, status = page(error.code, paragraphs=_why(error.code))
    allowed = getattr(error, "valid_methods", None)
    return body, status, {"Allow": ", ".join(allowed)} if allowed else {}


def _why(status: int) -> tuple[str, ...] | None:
    """Words that fit this page better, where it is a role that is lacking."""
    if status != 403 or request.endpoint is None:
        return None
    return lacking(access_of(current_app, request.endpoint), learner()) or None


def on_token(error: CSRFError) -> tuple[str, int]:
    """The page for a form whose token is missing, forged or of another visit.

    Whoever was signed out, and has signed in again in another window, is asked about the form as after signing in.
    """
    log.info("form without a valid token: %s", error.description)
    here, waiting = learner(), carried_form.unseal(request.form.get(carry.FIELD))
    carried = carried_form.of_request() or waiting
    if here is not None and carried is not None and carried.person == here.person:
        return carried_form.ask_to_send(carried, here.name), 403
    title = "This form had gone stale"
    return page(
        400,
        title=title,
        paragraphs=(
            "You signed in or out since you opened it, or your browser blocks cookies.",
            "Go back, reload the page, and send it again.",
        ),
    )


def _on_text(error: BadText) -> tuple[str, int]:
    log.info("text that cannot be kept: %s", error)
    return page(400)


def _on_store(error: StoreError) -> tuple[str, int]:
    """The page of a store that cannot be used; it reads nothing from it, and knows nobody."""
    g.learner = None
    log.warning("store: %s", error)
    return (
        page(503)
        if isinstance(error, StoreBusy)
        else page(
            503,
            paragraphs=(
                "The record cannot be written at present. Nothing was half saved.",
                "Tell your administrator, and try again later.",
            ),
        )
    )


def _on_fault(error: Exception) -> tuple[str, int]:
    log.exception("unexpected fault at %s", request.url_rule, exc_info=error)  # the address itself may hold choices
    return page(500)


def install(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(BadText, _on_text)
    app.register_error_handler(StoreError, _on_store)
    app.register_error_handler(Exception, _on_fault)
