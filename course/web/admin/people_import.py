"""A CSV file of people: uploaded, judged and looked at, taken over with one button, undone again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.clock import now
from course.records import import_jobs, import_undo, imports, inviting, members
from course.records.database import reading, writing
from course.records.import_jobs import (
    AT_WORK,
    CHECKED,
    FAILED,
    IMPORTED,
    IMPORTING,
    KEPT,
    UNREADABLE,
    Job,
    Report,
    Shown,
    Status,
)
from course.records.imports import Batch
from course.records.inviting import Among, Waiting
from course.records.organisations import Organisation
from course.rules.csv_reading import LARGEST_FILE
from course.rules.people_known import KINDS
from course.rules.people_lines import COLUMNS
from course.web import posting
from course.web.admin import blueprint, import_running
from course.web.admin.own import own, own_organisation_or_404
from course.web.admin.people import invited_in_words
from course.web.gate import holds_any, must_be_learner, takes_file

MOST_BATCHES = 20
TOO_OLD = "Nothing was undone: after 90 days we no longer keep what undoing needs"
MOST_NAMED = 5  # people named as the reason why a file cannot be undone
REFRESH_SECONDS = 2
ORDER = ("refused", "changed", "added", "skipped")  # which lines are worth being seen first
NO_FILE = "Choose a file"
TOO_LARGE = f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Divide it into several files"
SAMPLE = (
    COLUMNS,
    ("Ada Quill", "ada.quill@example.org", "Toddlers", "Key person", "2026-09-01", "", "", "", "", "", ""),
    (
        "Bo Marsh", "", "Toddlers", "Room leader", "01/09/2024", "", "2025-03-14", "Information sharing", "",
        "Local college", "Certificate seen",
    ),
    ("Cy Reed", "cy.reed@example.org", "", "", "2023-01-09", "2026-07-31", "", "", "", "", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The form for a file, and the files that were brought in. `undone`: how many of them just now."""

    organisation: Organisation
    batches: tuple[Batch, ...]
    errors: tuple[tuple[str, str], ...] = ()
    undone: bool = False
    mail: bool = False  # whether this site can send letters
    invited: str | None = None  # how many were invited just now, in words

    @property
    def columns(self) -> tuple[str, ...]:
        """What the first line of a file may name."""
        return COLUMNS


@dataclass(frozen=True, slots=True)
class JobPage:
    """One file: how far it is, and once it is judged, the lines of one kind."""

    organisation: Organisation
    name: str
    status: Status
    kind: str
    why_not: str = ""  # why it cannot be undone
    waiting: Waiting | None = None  # whom to invite, once it is imported
    mail: bool = False

    @property
    def at_work(self) -> bool:
        """Whether it is worth looking again."""
        return self.status.phase in AT_WORK

    @property
    def went_wrong(self) -> bool:
        """Whether the file can neither be looked at nor imported, nor undone."""
        return self.status.phase in (UNREADABLE, FAILED, KEPT)

    @property
    def report(self) -> Report:
        """What judging found; for pages of a file that was judged."""
        assert self.status.report is not None
        return self.status.report

    @property
    def lines(self) -> list[Shown]:
        """The first lines of the kind that is shown."""
        return [(number, name, words) for number, name, words in self.report.shown.get(self.kind, [])]

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """How many lines there are of each kind, those to look at first."""
        return tuple((kind, self.report.counts[kind]) for kind in ORDER)

    @property
    def may_be_taken(self) -> bool:
        """Whether there is something to do, and no line was refused."""
        return self.report.people > 0 and not self.report.counts["refused"]


def _organisation(number: int) -> Organisation:
    with reading() as store:
        return own_organisation_or_404(store, number)


def _job_or_404(organisation: int, name: str) -> tuple[Organisation, Job]:
    here = _organisation(organisation)
    found = import_jobs.job(current_app.config["SHAREWELL"].instance, name, organisation)
    return here, found or abort(404)


def _show(here: Organisation, status: int = 200, errors: tuple[tuple[str, str], ...] = ()) -> ResponseReturnValue:
    with reading() as store:
        batches = imports.batches(store, here.id, MOST_BATCHES)
    undone, invited = request.args.get("done") == "undone", invited_in_words(request.args.get("invited", ""))
    view = ImportPage(here, batches, errors, undone, posting.is_set(), invited)
    return render_template("pages/admin/import_people.html", view=view), status


@blueprint.get("/organisations/<number:organisation>/import")
@holds_any("administrator")
def import_people(organisation: int) -> ResponseReturnValue:
    """Ask for a file; list the ones before."""
    return _show(_organisation(organisation))


@blueprint.post("/organisations/<number:organisation>/import")
@holds_any("administrator")
@takes_file
def upload_people(organisation: int) -> ResponseReturnValue:
    """Keep the file and judge it; nothing in the records changes yet."""
    here, upload = _organisation(organisation), request.files.get("file")
    if upload is None or not upload.filename:
        return _show(here, 422, (("#file", NO_FILE),))
    with upload.stream as sent:
        data = sent.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        return _show(here, 413, (("#file", TOO_LARGE),))
    job = import_jobs.keep(current_app.config["SHAREWELL"].instance, here.id, must_be_learner().person, data)
    import_running.check(job)
    return redirect(url_for("admin.import_job", organisation=here.id, job=job.name), 303)


@blueprint.get("/organisations/<number:organisation>/import/sample.csv")
@holds_any("administrator")
def import_sample(organisation: int) -> ResponseReturnValue:
    """A file with every column and made-up people."""
    _organisation(organisation)
    text = "\ufeff" + "".join(",".join(row) + "\r\n" for row in SAMPLE)  # the mark lets Excel read it rightly
    headers = {"Content-Disposition": 'attachment; filename="people-sample.csv"'}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/organisations/<number:organisation>/import/<token:job>")
@holds_any("administrator")
def import_job(organisation: int, job: str) -> ResponseReturnValue:
    """How far it is, or what it would do, or what it did."""
    here, found = _job_or_404(organisation, job)
    return _show_job(here, found)


def _show_job(here: Organisation, job: Job, status: int = 200) -> ResponseReturnValue:
    state = import_jobs.status(job)
    counts = state.report.counts if state.report else dict.fromkeys(KINDS, 0)
    asked = request.args.get("kind", "")
    kind = asked if asked in KINDS else next((each for each in ORDER if counts[each]), "skipped")
    why_not = _why_not(state.changed) if state.phase == KEPT else ""
    view = JobPage(here, job.name, state, kind, why_not, _waiting(here, state), posting.is_set())
    headers = {"Refresh": str(REFRESH_SECONDS)} if view.at_work else {}
    return render_template("pages/admin/import_job.html", view=view), status, headers


def _waiting(here: Organisation, state: Status) -> Waiting | None:
    """Of those whom the file added, who has no account yet."""
    if state.phase != IMPORTED or state.batch is None:
        return None
    with reading() as store:
        added = imports.added(store, here.id, state.batch)
        return None if added is None else inviting.waiting(store, Among(own(), here.id, numbers=added), now())


@blueprint.get("/organisations/<number:organisation>/import/<token:job>/lines.csv")
@holds_any("administrator")
def import_lines(organisation: int, job: str) -> ResponseReturnValue:
    """Every line and what came of it."""
    here, found = _job_or_404(organisation, job)
    if import_jobs.status(found).phase != CHECKED:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="import-of-organisation-{here.id}.csv"'}
    return Response(import_jobs.pieces(found.lines_file), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.post("/organisations/<number:organisation>/import/<token:job>/confirm")
@holds_any("administrator")
def confirm_import(organisation: int, job: str) -> ResponseReturnValue:
    """Take the file over, all of it, as long as what was looked at still stands."""
    here, found = _job_or_404(organisation, job)
    before, state = import_jobs.status(found), request.form.get("state", "")
    if before.phase == CHECKED and before.report:
        if before.report.state != state:
            return _show_job(here, found, 409)
        import_running.take_over(found, state)
    after = import_jobs.status(found)
    if after.phase in (IMPORTING, IMPORTED):
        return redirect(url_for("admin.import_job", organisation=here.id, job=found.name), 303)
    return _show_job(here, found, 409)


@blueprint.post("/organisations/<number:organisation>/import/batches/<number:batch>/undo")
@holds_any("administrator")
def undo_import(organisation: int, batch: int) -> ResponseReturnValue:
    """Put everything back as it was before a file, unless somebody in it was changed since."""
    here = _organisation(organisation)
    with reading() as store:
        lines = imports.lines_of(store, here.id, batch)
    if lines > import_running.SMALL:
        import_running.undo(here.id, batch, must_be_learner().person, lines)
        return redirect(url_for("admin.import_job", organisation=here.id, job=import_jobs.undoing_name(batch)), 303)
    with writing() as store:
        undone = import_undo.undo(store, here.id, batch, by=must_be_learner().person, now=now())
    if undone is None:
        abort(404)
    if undone.too_old or undone.changed:
        return _show(here, 409, (("#batches", _why_not(undone.changed)),))
    return redirect(url_for("admin.import_people", organisation=here.id, done="undone"), 303)


def _why_not(changed: tuple[int, ...]) -> str:
    """The reason in words, with the first names; nobody: it is too long ago."""
    if not changed:
        return TOO_OLD
    with reading() as store:
        found = [members.somebody(store, own(), number) for number in changed[:MOST_NAMED]]
    names = ", ".join(each.name for each in found if each)
    many = f"{len(changed)} people were" if len(changed) > 1 else "1 person was"
    told = f": {names}" + (" and others" if len(changed) > MOST_NAMED else "") if names else ""
    return f"Nothing was undone, because {many} changed after that file{told}"
