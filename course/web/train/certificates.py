"""The certificates that a session made, all in one file to print and hand out; taking it is noted in the audit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course import waiting
from course.clock import now
from course.documents.certificate import CertificateSheet, certificates_pdf, sheet_of
from course.records import audit, completions, people, room_closing
from course.records.database import reading, writing
from course.records.room_sessions import RoomSession
from course.rules.dates import london_day
from course.web.gate import must_be_learner
from course.web.posting import settings
from course.web.site import day
from course.web.train import blueprint
from course.web.train.running import back_to, runs_sessions, session_or_404


@blueprint.post("/sessions/<number:session>/certificates.pdf")
@runs_sessions
def certificates_of_session(session: int) -> ResponseReturnValue:
    """The file, by name; where a name cannot be set or nobody has one, the page of the session says so."""
    with reading() as store:
        held = session_or_404(store, session)
        if held.state != "closed":
            abort(404)
        sheets = sorted(_sheets(store, held), key=lambda each: each.holder.casefold())
    if not sheets:
        return back_to("session", held, done="nobody")
    title = f"Certificates: {held.title}, {day(london_day(held.begins_at))}"
    made = _set(sheets, title)
    if made is None:
        return back_to("session", held, done="letters")
    with writing() as store:
        told = f"{len(sheets)} certificate{'s' if len(sheets) > 1 else ''}"
        audit.note(store, must_be_learner().person, "certificates printed", f"session {held.id}", told, now())
    name = f"certificates-{london_day(held.begins_at)}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, content_type="application/pdf", headers=headers)


def _set(sheets: Sequence[CertificateSheet], title: str) -> bytes | None:
    """The file, or None as `certificates_pdf`. A room full of them takes a second, in which nobody else is held up; they hold
    names, so nothing of them is kept.
    """
    work = partial(certificates_pdf, sheets, title, sheets[0].made_at)
    return waiting.made_outside(request.environ, f"certificates {title} {hash(tuple(sheets))}", work)


def _sheets(store: Connection, held: RoomSession) -> list[CertificateSheet]:
    """Of everybody whose completion by this session holds and whose name is still there."""
    made = room_closing.made_by(store, held.id)
    numbers = [number for each in made.values() for number in each[:1]]
    led, holders, found = room_closing.led(store, numbers), people.names(store, made), []
    for each in completions.by_numbers(store, numbers):
        if holders.get(each.person):
            address = settings().public_url + url_for("learn.check_certificate", code=each.code)
            found.append(sheet_of(each, holders[each.person], address, led[each.id]))
    return found
