"""Local information as a file: taken away as YAML, and brought in again after a look at what it would change."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.documents.local_file import local_file
from course.records import local_values, organisations
from course.records.database import reading, writing
from course.rules import local_import
from course.rules.dates import london_day
from course.rules.local_import import Change, LineFault, Plan, name_key
from course.rules.local_information import LocalValue
from course.web import local
from course.web.admin import blueprint
from course.web.admin.local_information import note_changes
from course.web.gate import holds, must_be_learner
from course.web.site import catalogue

MOST_SHOWN = 50
NOTHING = "Choose a file, or paste its text"
NOT_TEXT = "This file is not text in UTF-8. Save it as UTF-8 and choose it again"


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A file that was sent, and what it would do. `state` tells what stood in the slots when that was said.

    `owners`: names of organisations by number. `meanwhile`: something was changed since the last look.
    """

    text: str
    plan: Plan | None = None
    state: str = ""
    owners: tuple[tuple[int, str], ...] = ()
    fault: str | None = None
    meanwhile: bool = False

    @property
    def faults(self) -> tuple[LineFault, ...]:
        """The first faults of the file."""
        return self.plan.faults[:MOST_SHOWN] if self.plan else ()

    @property
    def more_faults(self) -> int:
        """How many faults are not shown."""
        return max(0, len(self.plan.faults) - MOST_SHOWN) if self.plan else 0

    def owner(self, organisation: int | None) -> str:
        """Whose a value is, in words."""
        return dict(self.owners).get(organisation, "") if organisation else "Partnership"


@blueprint.get("/local-information.yaml")
@holds("administrator")
def local_information_file() -> ResponseReturnValue:
    """Everything that was filled in, of the partnership and of every organisation."""
    with reading() as store:
        values, every = local_values.local_values(store), organisations.organisations(store)
    text = local_file(values, [(each.id, each.name) for each in every], catalogue().slots)
    headers = {"Content-Disposition": 'attachment; filename="local-information.yaml"'}
    return Response(text, content_type="application/yaml; charset=utf-8", headers=headers)


@blueprint.get("/local-information/import")
@holds("administrator")
def local_information_import() -> ResponseReturnValue:
    """Ask for the file."""
    return _show(ImportPage(""))


@blueprint.post("/local-information/import")
@holds("administrator")
def import_local_information() -> ResponseReturnValue:
    """Say what the file would change; when that is confirmed and still true, change it, all of it or nothing."""
    text, fault = _sent()
    if fault:
        return _show(ImportPage(text, fault=fault), 422)
    if "confirm" in request.form:
        number = _take_over(text, request.form.get("state", ""))
        if number is not None:
            local.information().forget()
            return redirect(url_for("admin.local_information_page", imported=number), 303)
    with reading() as store:
        page = _page(store, text, meanwhile="confirm" in request.form)
    return _show(page, 422 if page.faults else 409 if page.meanwhile else 200)


def _show(page: ImportPage, status: int = 200) -> ResponseReturnValue:
    preview = page.plan is not None and not page.faults
    template = "pages/admin/local_preview.html" if preview else "pages/admin/local_import.html"
    return render_template(template, view=page), status


def _sent() -> tuple[str, str | None]:
    """The text that was uploaded or pasted, and what is wrong with the way it came."""
    upload = request.files.get("file")
    pasted = request.form.get("text", "").replace("\r\n", "\n")
    if upload is None or not upload.filename:
        return pasted, None if pasted.strip() else NOTHING
    try:
        return upload.read().decode("utf-8-sig").replace("\r\n", "\n"), None
    except UnicodeDecodeError:
        return pasted, NOT_TEXT


def _page(store: Connection, text: str, *, meanwhile: bool = False) -> ImportPage:
    values, every = local_values.local_values(store), organisations.organisations(store)
    numbers = {name_key(each.name): each.id for each in every}
    plan = local_import.plan(text, catalogue().slots, numbers, values, london_day(now()))
    owners = tuple((each.id, each.name) for each in every)
    return ImportPage(text, plan, _state(values), owners, meanwhile=meanwhile)


def _state(values: tuple[LocalValue, ...]) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _take_over(text: str, state: str) -> int | None:
    """The number of changes made; None when what was looked at is not what stands there now, or the file has faults.

    The file is read before anything is locked; a slot that is changed meanwhile is seen when it is written.
    """
    with reading() as store:
        page = _page(store, text)
    if page.plan is None or page.plan.faults or page.state != state:
        return None
    pairs = [(change.old, change.new or _emptied(change)) for change in page.plan.changes]
    with suppress(local_values.ChangedMeanwhile), writing() as store:
        local_values.replace_all(store, pairs, must_be_learner().person, now())
        note_changes(store, pairs)
        return len(pairs)
    return None


def _emptied(change: Change) -> LocalValue:
    return LocalValue(slot=change.slot, organisation=change.organisation, value="")
