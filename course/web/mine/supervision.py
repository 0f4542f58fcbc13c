"""The supervision sheet, as a page to print and as PDF. Only its owner can open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.catalogue.model import Page
from course.clock import now
from course.config import Settings
from course.documents.supervision_sheet import SheetFacts, SupervisionSheet, sheet_of, supervision_pdf
from course.records import attempts, cases_done, notes
from course.records.database import reading
from course.rules.completion import progress
from course.rules.confidence import change
from course.rules.dates import london_day
from course.rules.supervision import missed_rules
from course.web.gate import must_be_learner, signed_in
from course.web.mine import blueprint
from course.web.mine.reflections import AFTER, BEFORE, own
from course.web.site import catalogue

NO_LETTERS = "letters"  # the PDF could not be made: no font here has every letter


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """The page around the sheet. `notes` says whether they stand on it; `has_notes` whether there are any."""

    sheet: SupervisionSheet
    notes: bool
    has_notes: bool
    unprintable: bool


def _with_notes() -> bool:
    return request.args.get("notes") == "1"


def _path(page: Page) -> str:
    return url_for("learn.page", module=page.module, page=page.id)


def _whole(page: Page) -> str:
    """For paper and files, which are read away from the site."""
    settings: Settings = current_app.config["SHAREWELL"]
    return settings.public_url + _path(page)


def _gather(address: Callable[[Page], str]) -> OwnSheet:
    """All of it as of one moment, with the addresses of pages as asked."""
    held, here, moment = catalogue(), must_be_learner(), now()
    with reading() as store:
        handed_in = attempts.attempts_of(store, here.person)
        reflected = own(store, here.person)
        written = notes.notes_of(store, here.person, moment)
        done = cases_done.cases_done(store, here.person)
    facts = SheetFacts(
        name=here.name,
        progress=progress(held, here.readings, here.marks),
        missed=missed_rules(held, handed_in),
        handed_in=bool(handed_in),
        cases=done,
        change=change(held.reflection, reflected.get(BEFORE), reflected.get(AFTER)),
        after=reflected.get(AFTER),
        notes=written if _with_notes() else None,
    )
    sheet = sheet_of(held, facts, made_at=moment, made_on=london_day(moment), address=address)
    return OwnSheet(sheet, _with_notes(), bool(written), request.args.get("pdf") == NO_LETTERS)


@blueprint.get("/supervision-sheet")
@signed_in
def supervision_sheet() -> ResponseReturnValue:
    """The sheet; `?notes=1` with the learner's own notes."""
    return render_template("pages/mine/supervision_sheet.html", view=_gather(_path))


@blueprint.get("/supervision-sheet.pdf")
@signed_in
def supervision_sheet_pdf() -> ResponseReturnValue:
    """The same as PDF, or the way to the page where a letter cannot be printed."""
    found = _gather(_whole)
    made = supervision_pdf(found.sheet)
    if made is None:
        return redirect(url_for("mine.supervision_sheet", pdf=NO_LETTERS, notes=1 if found.notes else None), 303)
    name = f"supervision-sheet-{found.sheet.made_on.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, content_type="application/pdf", headers=headers)
