"""The certificates that a session made, all in one file to print and hand out; taking it is noted in the audit."""

from __future__ import annotations

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.documents.certificate import CertificateSheet, certificates_pdf, sheet_of
from course.records import audit, completions, people, room_closing
from course.records.database import writing
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
    with writing() as store:
        held = session_or_404(store, session)
        if held.state != "closed":
            abort(404)
        sheets = sorted(_sheets(store, held), key=lambda each: each.holder.casefold())
        told = f"{len(sheets)} certificates"
        audit.note(store, must_be_learner().person, "certificates printed", f"session {held.id}", told, now())
    if not sheets:
        return back_to("session", held, done="nobody")
    title = f"Certificates: {held.title}, {day(london_day(held.begins_at))}"
    made = certificates_pdf(sheets, title, sheets[0].made_at)
    if made is None:
        return back_to("session", held, done="letters")
    name = f"certificates-{london_day(held.begins_at)}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, content_type="application/pdf", headers=headers)


def _sheets(store: Connection, held: RoomSession) -> list[CertificateSheet]:
    """Of everybody whose completion by this session holds and whose name is still there."""
    made = room_closing.made_by(store, held.id)
    numbers = [number for each in made.values() for number in each[:1]]
    led, found = room_closing.led(store, numbers), []
    for person in made:
        holder = people.person_name(store, person)
        mine = [each for each in completions.completions_of(store, person) if each.id in led]
        for each in mine if holder else ():
            address = settings().public_url + url_for("learn.check_certificate", code=each.code)
            found.append(sheet_of(each, holder or "", address, led[each.id]))
    return found
