"""Private notes: off until somebody switches them on, and in no answer but their own.

They are read and written on pages of their own, so that no prepared page and no other query ever holds one.
"""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.catalogue.model import Page
from course.clock import now
from course.records import notes as records
from course.records.database import reading, writing
from course.rules import texts
from course.rules.dates import london_day
from course.rules.facts import Note
from course.rules.notes import LONGEST, as_kept, digest, digest_of_all, goes_on
from course.rules.outcomes import Outcome
from course.web.gate import anyone, learner, must_be_learner, signed_in
from course.web.mine import blueprint
from course.web.mine.note_page import ALL_NOT_DELETED, GivenBack, NotePage, NotesPage, OwnNote, Told
from course.web.site import catalogue, day

FILE = "my-notes.txt"
LIST, FORM, DIGEST = "pages/mine/notes.html", "pages/mine/note.html", "digest"
DONE = {
    "on": "Private notes are switched on. Every page of the course now has a link to your note on it.",
    "off": "Private notes are switched off. Your notes are kept, and you find them here.",
    "off-and-delete": "Private notes are switched off, and all your notes are deleted.",
    "delete": "All your notes are deleted.",
    "one": "That note is deleted.",
}


WHY = {
    Outcome.CHANGED: GivenBack.CHANGED,
    Outcome.OFF: GivenBack.OFF,
    Outcome.CLOSED: GivenBack.CLOSED,
}


def shown(note: Note) -> OwnNote:
    """A note with what its reader wants to know about it."""
    page, changed = catalogue().page(note.page), note.changed_at
    return OwnNote(note.page, page, note.text, london_day(changed), goes_on(changed))


def _own(page: str) -> OwnNote | None:
    with reading() as store:
        found = records.note_on(store, must_be_learner().person, page, now())
    return shown(found) if found else None


def _all() -> tuple[Note, ...]:
    with reading() as store:
        return records.notes_of(store, must_be_learner().person, now())


def _list(done: str | None = None, told: Told | None = None) -> str:
    kept = _all()
    shown_notes = tuple(shown(each) for each in kept)
    view = NotesPage(must_be_learner().notes_on, shown_notes, digest_of_all(kept), done, told)
    return render_template(LIST, view=view)


def _place_or_404(page: str) -> Page | None:
    """The page of that id; None for one that has gone but still has a note."""
    return catalogue().page(page) or (None if _own(page) else abort(404))


def _fault(text: str) -> str:
    if not (texts.lines_can_be_seen(text) and texts.arrived_whole(text)):
        return texts.UNSEEN
    over = len(text) - LONGEST
    if over <= 0:
        return ""
    return f"Take out {over:,} character{'s' if over > 1 else ''}: a note holds up to {LONGEST:,}"


@blueprint.get("/notes")
@signed_in
def notes() -> ResponseReturnValue:
    """All notes, the switch, the file, and the way to delete them."""
    return _list(DONE.get(request.args.get("done", "")))


@blueprint.post("/notes")
@signed_in
def change_notes() -> ResponseReturnValue:
    """Switch notes on, or off with or without what was written, or delete what was written.

    What was written or changed since the page was opened is shown instead, and nothing is switched or deleted.
    """
    wanted, person = request.form.get("do", ""), must_be_learner().person
    if wanted not in ("on", "off", "off-and-delete", "delete"):
        abort(400)
    with writing() as store:
        deletes = wanted in ALL_NOT_DELETED
        outcome = records.delete_seen(store, person, request.form.get(DIGEST, ""), now()) if deletes else Outcome.KEPT
        if wanted != "delete" and outcome is Outcome.KEPT:
            records.switch(store, person, on=wanted == "on")
    if outcome is Outcome.CHANGED:
        return _list(told=ALL_NOT_DELETED[wanted]), 409
    return redirect(url_for("mine.notes", done=wanted), 303)


@blueprint.get("/notes.txt")
@signed_in
def notes_file() -> ResponseReturnValue:
    """All notes as plain text."""
    parts = (f"{each.title}\n{day(each.changed_on)}\n\n{each.text}\n" for each in map(shown, _all()))
    body = "\n----------\n\n".join(parts) or "You have no notes.\n"
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return Response(body, content_type="text/plain; charset=utf-8", headers=headers)


@blueprint.get("/notes/<slug:page>")
@signed_in
def note(page: str) -> ResponseReturnValue:
    """The note on one page, to write and to change."""
    place, kept = _place_or_404(page), _own(page)
    typed, saved = kept.text if kept else "", request.args.get("done") == "kept"
    on = must_be_learner().notes_on
    view = NotePage(page, place, on, kept, typed, digest(typed), saved=saved and kept is not None)
    return render_template(FORM, view=view)


@blueprint.post("/notes/<slug:page>")
@anyone(keeps_nothing=True)
def keep_note(page: str) -> ResponseReturnValue:
    """Keep the note; an empty one is deleted. Whose visit has ended gets the text back."""
    text = as_kept(request.form.get("text", ""))
    if learner() is None:
        return given_back(page, GivenBack.SIGNED_OUT, 403)
    _place_or_404(page)
    if _fault(text):
        return given_back(page, None, 422)
    text = text if text.strip() else ""
    outcome = _change(page, text)
    if outcome is not Outcome.KEPT:
        return given_back(page, WHY[outcome], 409)
    there = url_for("mine.note", page=page, done="kept") if text else url_for("mine.notes", done="one")
    return redirect(there, 303)


def _change(page: str, text: str) -> Outcome:
    """Keep or delete a note, unless it is another one than that with which the form was opened."""
    opened = request.form.get(DIGEST, "")
    with writing() as store:
        return records.change_note(store, must_be_learner().person, page, text, opened, now())


def given_back(page: str, why: GivenBack | None, status: int) -> ResponseReturnValue:
    """The same page with what was typed, and its fault (`why` is None) or why nothing of it was kept.

    After CHANGED it also shows what is kept now, and carries its digest: sent once more, it knowingly takes its place.
    """
    typed = as_kept(request.form.get("text", ""))
    here = why not in (GivenBack.SIGNED_OUT, GivenBack.CLOSED)
    place = _place_or_404(page) if here else catalogue().page(page) or abort(404)
    kept = _own(page) if here else None
    standing = digest(kept.text if kept else "") if why is GivenBack.CHANGED else request.form.get(DIGEST, "")
    view = NotePage(page, place, True, kept, typed, standing, "" if why else _fault(typed), why)
    return render_template(FORM, view=view), status


@blueprint.post("/notes/<slug:page>/delete")
@signed_in
def delete_note(page: str) -> ResponseReturnValue:
    """Delete one note; one that was changed since the page was opened is shown instead."""
    if _change(page, "") is Outcome.CHANGED and (kept := _own(page)):
        place, on, why = catalogue().page(page), must_be_learner().notes_on, GivenBack.NOT_DELETED
        view = NotePage(page, place, on, kept, kept.text, digest(kept.text), back=why)
        return render_template(FORM, view=view), 409
    return redirect(url_for("mine.notes", done="one"), 303)
