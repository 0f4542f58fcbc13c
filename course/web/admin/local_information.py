"""Local information: what the partnership and its organisations fill into the slots of the course, one slot a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Connection

from course.catalogue.model import Slot
from course.clock import now
from course.records import audit, local_values
from course.records.database import reading, writing
from course.records.organisations import Organisation
from course.rules import contacts, local_information
from course.rules.local_information import LocalValue
from course.web import local
from course.web.admin import blueprint
from course.web.admin.local_forms import LocalValueForm
from course.web.admin.local_overview import overview, rows_of
from course.web.admin.organisations import organisation_or_404
from course.web.gate import holds, must_be_learner
from course.web.site import catalogue


@blueprint.get("/local-information")
@blueprint.get("/local-information/<number:organisation>")
@holds("administrator")
def local_information_page(organisation: int | None = None) -> ResponseReturnValue:
    """All slots, of the partnership or of an organisation."""
    return render_template("pages/admin/local_information.html", view=overview(_organisation(organisation)))


def _organisation(number: int | None) -> Organisation | None:
    if number is None:
        return None
    with reading() as store:
        return organisation_or_404(store, number)


@dataclass(frozen=True, slots=True)
class SlotPage:
    """The form of one slot. `standing` is what stands there now, `conflict` whether that is not what the form was made for."""

    slot: Slot
    organisation: Organisation | None
    standing: LocalValue | None
    inherited: LocalValue | None
    conflict: bool = False

    @property
    def standing_html(self) -> Markup:
        """What stands there, as learners see it."""
        return contacts.linked(self.standing.value) if self.standing else Markup()

    @property
    def inherited_html(self) -> Markup:
        """What the partnership says, as learners see it."""
        return contacts.linked(self.inherited.value) if self.inherited else Markup()

    @property
    def asks_name(self) -> bool:
        """Whether the role that stands there looks like somebody's name."""
        return self.standing is not None and local_information.looks_like_a_name(self.standing.owner_role)

    @property
    def owner(self) -> int | None:
        """The number of the organisation; None is the partnership."""
        return self.organisation.id if self.organisation else None


def _slot_page(slot: str, organisation: int | None, *, conflict: bool = False) -> SlotPage:
    found, whose = catalogue().slots.get(slot), _organisation(organisation)
    with reading() as store:
        standing = local_values.local_value(store, slot, organisation)
        inherited = local_values.local_value(store, slot, None) if organisation else None
    if found is None or not (standing or local_information.may_be_filled(found, organisation)):
        abort(404)
    return SlotPage(found, whose, standing, inherited, conflict)


@blueprint.get("/local-information/<slug:slot>")
@blueprint.get("/local-information/<number:organisation>/<slug:slot>")
@holds("administrator")
def local_slot(slot: str, organisation: int | None = None) -> ResponseReturnValue:
    """The form of one slot."""
    view = _slot_page(slot, organisation)
    return render_template("pages/admin/local_slot.html", view=view, form=LocalValueForm.of(view.standing), errors=())


@blueprint.post("/local-information/<slug:slot>")
@blueprint.post("/local-information/<number:organisation>/<slug:slot>")
@holds("administrator")
def save_local_slot(slot: str, organisation: int | None = None) -> ResponseReturnValue:
    """Keep what an administrator typed, unless the slot was changed meanwhile: then both are shown, nothing is lost."""
    view = _slot_page(slot, organisation)
    form = LocalValueForm.of(view.standing)
    typed = form.typed(slot, organisation)
    status = 422
    if form.judge(typed, view.slot, view.standing):
        if _keep(form.version.data or "", typed):
            return redirect(_after(view), 303)
        view, status = _slot_page(slot, organisation, conflict=True), 409
        form.version.data = form.version.raw_data = local_information.version(view.standing)
    return render_template("pages/admin/local_slot.html", view=view, form=form, errors=form.faults()), status


def _keep(seen: str, typed: LocalValue) -> bool:
    """False when what stands there is not what the form was made for; nothing is changed then."""
    with writing() as store:
        standing = local_values.local_value(store, typed.slot, typed.organisation)
        if local_information.version(standing) != seen:
            return standing == typed
        changes = standing != typed if typed.value else standing is not None
        if changes:
            by = must_be_learner().person
            if not local_values.replace(store, standing, typed, by, now()):
                return False
            note_changes(store, [(standing, typed)])
    local.information().forget()
    return True


def note_changes(store: Connection, pairs: Iterable[tuple[LocalValue | None, LocalValue]]) -> None:
    """A line in the audit for each pair of old and new. The values are public, so they stand in it."""
    audit.note_all(store, must_be_learner().person, [_line(old, new) for old, new in pairs], now())


def _line(old: LocalValue | None, new: LocalValue) -> tuple[str, str, str]:
    whose = f"organisation {new.organisation}" if new.organisation else "the partnership"
    what = "emptied" if not new.value else "changed" if old else "filled in"
    return f"local information {what}", f"slot {new.slot} of {whose}", local_information.difference(old, new)


def _after(view: SlotPage) -> str:
    """Where to go from a saved form: to the next empty slot, if that was asked for and there is one, else to the list."""
    with reading() as store:
        rows = rows_of(local_values.values_of(store, view.owner), view.owner)
    place_here = next((number for number, row in enumerate(rows) if row.slot == view.slot), 0)
    if request.form.get("then") == "next":
        for row in (*rows[place_here + 1 :], *rows[:place_here]):
            if row.own is None:
                return row.href
    where = url_for("admin.local_information_page", organisation=view.owner, saved=view.slot.id)
    return f"{where}#slot-{view.slot.id}"
