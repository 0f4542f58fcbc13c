"""The form of a requirement: for whom, from which day, and what is asked."""

from __future__ import annotations

import datetime as dt

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextInput
from wtforms import Field, IntegerField, RadioField, SelectField, SubmitField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from course.clock import now
from course.rules.dates import london_day
from course.rules.explaining import MONTHS
from course.rules.requirements import DatedRequirement, Requirement
from course.web.fields import AskedDay
from course.web.typed_form import TypedForm

WHOLE, EVERYONE = 0, 0
OWN, NONE = "own", "none"
NUMBERS = ("due_days", "valid_months", "window_days", "grace_days")
SHORTEST_MONTH = 28
CHOOSE = "Choose one of the list"
HOLDS = ((OWN, "The values below"), (NONE, "No rule of its own: the next wider rule"))
RULES = (
    ("from-completion", "From the day of completing"),
    ("from-expiry", "From the earlier expiry, for who refreshes inside the window"),
    ("fixed-date", "To a fixed day of the year"),
)


def _number(label: str, low: int, high: int, hint: str) -> IntegerField:
    said = f"Enter a whole number from {low} to {high:,}"
    return IntegerField(
        label,
        widget=GovTextInput(),
        description=hint,
        invalid_value_message=said,
        validators=[InputRequired(said), NumberRange(low, high, said)],
        render_kw={"params": {"inputmode": "numeric", "classes": "govuk-input--width-4"}},
    )


def _select(label: str) -> SelectField:
    said = {"invalid_value_message": CHOOSE, "invalid_choice_message": CHOOSE}
    return SelectField(label, widget=GovSelect(), coerce=int, **said)


class RequirementForm(TypedForm):
    """For a place and perhaps a job role. The past is not changed: the first day is today or later."""

    team = _select("For")
    job_role = _select("Job role")
    from_day = AskedDay("First day of this rule")
    keeps = RadioField(
        "What holds from that day",
        widget=GovRadioInput(),
        validators=[InputRequired("Choose what holds from that day")],
        invalid_choice_message=CHOOSE,
    )
    due_days = _number(
        "Days to complete after starting", 0, 730, "Counted from the day somebody joins the organisation."
    )
    valid_months = _number("Months that a completion holds", 1, 120, "For example 24.")
    window_days = _number("Days before expiry when the refresher opens", 0, 365, "From then on the status is due soon.")
    grace_days = _number("Days of grace after expiry", 0, 365, "In these days the status is overdue, then expired.")
    date_rule = RadioField(
        "How the months are counted",
        widget=GovRadioInput(),
        validators=[InputRequired("Choose how the months are counted")],
        invalid_choice_message=CHOOSE,
    )
    fixed_number = IntegerField(
        "Day of the month (for a fixed day only)",
        widget=GovTextInput(),
        invalid_value_message="Enter a day of the month as a number",
        validators=[Optional(), NumberRange(1, 31, "Enter a day of the month from 1 to 31")],
        render_kw={"params": {"inputmode": "numeric", "classes": "govuk-input--width-2"}},
    )
    fixed_month = _select("Month (for a fixed day only)")
    look = SubmitField("See what it would do", widget=GovSubmitInput())

    def offer(self, teams: list[tuple[int, str]], job_roles: list[tuple[int, str]], whole: str) -> None:
        """Fill the lists."""
        self.team.choices = [(WHOLE, whole), *teams]
        self.job_role.choices = [(EVERYONE, "Everyone"), *job_roles]
        self.keeps.choices, self.date_rule.choices = list(HOLDS), list(RULES)
        self.fixed_month.choices = [(0, "No month"), *enumerate(MONTHS, start=1)]

    def fill(self, asked: Requirement, day: dt.date) -> None:
        """Begin with what holds now."""
        self.team.data, self.job_role.data, self.keeps.data, self.from_day.data = WHOLE, EVERYONE, OWN, day
        for name in (*NUMBERS, "date_rule"):
            self[name].data = getattr(asked, name)
        self.fixed_month.data, self.fixed_number.data = asked.fixed_day or (0, None)

    def validate_from_day(self, field: Field) -> None:
        """The past keeps its rule."""
        if field.data and field.data < london_day(now()):
            raise ValidationError("Enter today or a later day: the past keeps its rule")
        if field.data and field.data.year > london_day(now()).year + 10:
            raise ValidationError("Enter a day in the next 10 years")

    def validate_job_role(self, field: Field) -> None:
        """A rule is for a team or for a job role."""
        if field.data and self.team.data:
            raise ValidationError("Choose a team or a job role, not both")

    def validate_window_days(self, field: Field) -> None:
        """A window as long as the completion holds would ask for the refresher at once."""
        months = self.valid_months.data
        if field.data is not None and months and field.data >= SHORTEST_MONTH * months:
            raise ValidationError("The refresher must open after the completion: enter fewer days")

    def validate_fixed_month(self, field: Field) -> None:
        """A fixed day needs a day that exists; 29 February is the 28th in most years."""
        if self.date_rule.data != "fixed-date":
            return
        try:
            dt.date(2028, field.data or 0, self.fixed_number.data or 0)
        except ValueError as fault:
            raise ValidationError("Enter a day of the year that exists, like 31 August") from fault

    def dated(self, organisation: int | None) -> DatedRequirement:
        """What was asked for, under no number yet; of a form that was found in order."""
        fixed = (self.fixed_month.data, self.fixed_number.data) if self.date_rule.data == "fixed-date" else None
        due, months, window, grace = (self[name].data for name in NUMBERS)
        kept = Requirement(due, months, window, grace, self.date_rule.data, fixed) if self.keeps.data == OWN else None
        day: dt.date = self.from_day.data or london_day(now())
        return DatedRequirement(0, organisation, self.team.data or None, self.job_role.data or None, day, kept)
