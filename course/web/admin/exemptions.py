"""Exemptions of a person: who need not be trained for a time, why, and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from sqlalchemy import Connection
from wtforms import Field, RadioField, StringField, SubmitField
from wtforms.validators import InputRequired, ValidationError

from course.clock import now
from course.records import audit, exemptions, members
from course.records.database import reading, writing
from course.records.exemptions import Held
from course.records.members import Place, Somebody
from course.rules import auditing
from course.rules.dates import london_day
from course.web.admin import blueprint
from course.web.admin.own import own, own_person_or_404
from course.web.fields import AskedDay, DayField, asked_for
from course.web.gate import holds_any, must_be_learner
from course.web.typed_form import TypedForm

LONGEST_REASON = 120
FURTHEST = dt.timedelta(days=3660)


class ExemptionForm(TypedForm):
    """An exemption of one membership."""

    place = RadioField("Where", widget=GovRadioInput(), coerce=int, validators=[InputRequired("Choose where it holds")])
    reason = StringField(
        "Reason in a few words",
        widget=GovTextInput(),
        description="For example parental leave. Leave out anything about health.",
        **asked_for("Say why, in a few words", LONGEST_REASON),
    )
    from_day = AskedDay("First day")
    until_day = DayField("Last day (leave empty until it is known)")
    send = SubmitField("Add this exemption", widget=GovSubmitInput())

    def validate_until_day(self, field: Field) -> None:
        """It ends after it begins."""
        if field.data and self.from_day.data and field.data < self.from_day.data:
            raise ValidationError("The last day must not be before the first day")

    def validate_from_day(self, field: Field) -> None:
        """A slip of the year is asked about."""
        if field.data and abs(field.data - london_day(now())) > FURTHEST:
            raise ValidationError("Enter a day within 10 years of today")


@dataclass(frozen=True, slots=True)
class Line:
    """An exemption with the name of where it holds. state: "now", "later" or "past"."""

    held: Held
    place: str
    state: str

    @property
    def may_end(self) -> bool:
        """Whether there is still something to end or to take back."""
        return self.state != "past"


@dataclass(frozen=True, slots=True)
class ExemptionsPage:
    """A person's exemptions and the form for another one; None for somebody who belongs nowhere now."""

    person: Somebody
    lines: tuple[Line, ...]
    form: ExemptionForm | None
    errors: tuple[tuple[str, str], ...]


def _places(store: Connection, person: int) -> tuple[Place, ...]:
    return members.places(store, own(), [person])[person]


def _form(places: tuple[Place, ...]) -> ExemptionForm | None:
    """For the memberships that have not ended; what is left out falls on the only one."""
    present = [each for each in places if each.left_on is None]
    form = ExemptionForm.sent()
    form.place.choices = [(each.id, each.name) for each in present]
    if request.method == "GET" and present:
        form.place.data, form.from_day.data = (present[0].id if len(present) == 1 else None), london_day(now())
    return form if present else None


def _lines(store: Connection, person: int, places: tuple[Place, ...], today: dt.date) -> tuple[Line, ...]:
    """Those of memberships that are looked after."""
    names = {each.id: each.name for each in places}
    found = [each for each in exemptions.exemptions_of(store, person) if each.membership in names]
    return tuple(Line(each, names[each.membership], _state(each, today)) for each in found)


def _state(held: Held, today: dt.date) -> str:
    if held.until_day is not None and held.until_day < today:
        return "past"
    return "now" if held.from_day <= today else "later"


@blueprint.route("/people/<number:person>/exemptions", methods=["GET", "POST"])
@holds_any("administrator")
def person_exemptions(person: int) -> ResponseReturnValue:
    """The list and a form; sent, the exemption is added once."""
    with reading() as store:
        found, places = own_person_or_404(store, person), _places(store, person)
        form, lines = _form(places), _lines(store, person, places, london_day(now()))
    if request.method == "POST" and form is not None and form.validate():
        _add(person, form)
        return redirect(url_for("admin.person_exemptions", person=person), 303)
    errors = form.faults() if form is not None else ()
    view = ExemptionsPage(found, lines, form, errors)
    return render_template("pages/admin/exemptions.html", view=view), 422 if errors else 200


def _add(person: int, form: ExemptionForm) -> None:
    with writing() as store:
        number, is_new = exemptions.add(
            store, form.place.data, form.reason.data, form.from_day.day, form.until_day.data,
            must_be_learner().person, now(),
        )  # fmt: skip
        if is_new:
            until = form.until_day.data
            lasts = f"until {auditing.day(until)}" if until else "no last day"
            _noted(store, "exemption added", person, number, f"from {auditing.day(form.from_day.day)}", lasts)


@blueprint.post("/people/<number:person>/exemptions/<number:exemption>/end")
@holds_any("administrator")
def end_exemption(person: int, exemption: int) -> ResponseReturnValue:
    """It no longer holds from today on; one that has not begun is taken back. The days before stay as they were."""
    with writing() as store:
        own_person_or_404(store, person)
        mine = {line.held.id for line in _lines(store, person, _places(store, person), london_day(now()))}
        held = {each.id for each in exemptions.exemptions_of(store, person)}
        if exemption in held - mine:
            abort(404)
        if exemption in mine and exemptions.end(store, exemption, london_day(now())):
            _noted(store, "exemption ended", person, exemption, "holds → ended")
    return redirect(url_for("admin.person_exemptions", person=person), 303)


def _noted(store: Connection, action: str, person: int, exemption: int, *changes: str) -> None:
    """A line in the audit: the days, and never the reason, which goes with the name."""
    told = auditing.together(f"exemption {exemption}", *changes)
    audit.note(store, must_be_learner().person, action, f"person {person}", told, now())
