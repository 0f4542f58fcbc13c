"""The administrator's forms. Texts are trimmed, what cannot be seen is refused; every fault says what to do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import DateField, Field, IntegerField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from course.clock import now
from course.rules import texts
from course.rules.dates import london_day
from course.web.typed_form import TypedForm, can_be_seen, says_something

LONGEST_NAME = 120
LONGEST_REASON = 500
LONGEST_LOGIN = 254
LONGEST_CODE = 64
MOST_USES = 100_000
NUMBERS = re.compile("[0-9]{1,2} [0-9]{1,2} [0-9]{4}")
A_DAY = "Enter a day that exists as day, month and year, like 27 3 2027, or leave all three empty"
A_NUMBER = f"Enter a number from 1 to {MOST_USES:,}, or leave it empty"
FOR_WHOM = "Choose the whole organisation or one of its teams"


def asked_for(missing: str, longest: int) -> dict[str, Any]:
    """What every text has in common: how it is trimmed, and what is said where it will not do."""
    too_long = Length(max=longest, message=f"Use {longest} characters or fewer")
    return {"filters": [texts.trimmed], "validators": [DataRequired(missing), too_long, can_be_seen, says_something]}


class DayField(DateField):  # type: ignore[misc]
    """A day in three inputs of one name, which may be left empty; however many were sent, three are shown again."""

    widget = GovDateInput()
    fault = A_DAY

    @property
    def first_input(self) -> str:
        """The id of the first of the three, where the error summary leads."""
        return f"{self.name}-day"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; raises ValueError with what to do. Left out means None."""
        self.raw_data = [*valuelist, "", "", ""][:3]
        parts = [part.strip() for part in self.raw_data]
        self.data = None
        if not any(parts):
            return
        if not NUMBERS.fullmatch(" ".join(parts)):
            raise ValueError(self.fault)
        day, month, year = map(int, parts)
        try:
            self.data = dt.date(year, month, day)
        except ValueError as fault:
            raise ValueError(self.fault) from fault


class OrganisationForm(TypedForm):
    """A new organisation."""

    name = StringField(
        "Name of the organisation",
        widget=GovTextInput(),
        **asked_for("Enter the name of the organisation", LONGEST_NAME),
    )
    send = SubmitField("Add organisation", widget=GovSubmitInput())


class TeamForm(TypedForm):
    """A new team of an organisation."""

    name = StringField(
        "Name of the team", widget=GovTextInput(), **asked_for("Enter the name of the team", LONGEST_NAME)
    )
    send = SubmitField("Add team", widget=GovSubmitInput())


class JoinCodeForm(TypedForm):
    """A new join code. The team may be left open; so may the last day and the number of uses."""

    team = SelectField(
        "For", widget=GovSelect(), coerce=int, invalid_value_message=FOR_WHOM, invalid_choice_message=FOR_WHOM
    )
    expires_on = DayField("Last day it can be used (leave empty for no end)")
    uses_limit = IntegerField(
        "How many people may use it (leave empty for no limit)",
        widget=GovTextInput(),
        invalid_value_message=A_NUMBER,
        validators=[Optional(), NumberRange(1, MOST_USES, A_NUMBER)],
    )
    send = SubmitField("Make a join code", widget=GovSubmitInput())

    def validate_expires_on(self, field: Field) -> None:
        """A code that has ended before it is made helps nobody."""
        if field.data and field.data < london_day(now()):
            raise ValidationError("Enter a day that is not yet past")


class ResetLinkForm(TypedForm):
    """For whom a one-time link is to be printed."""

    who = StringField(
        "Email address or sign-in name",
        widget=GovTextInput(),
        **asked_for("Enter an email address or a sign-in name", LONGEST_LOGIN),
    )
    send = SubmitField("Make a one-time link", widget=GovSubmitInput())


class WithdrawForm(TypedForm):
    """A certificate to be withdrawn, and why."""

    code = StringField(
        "Code on the certificate",
        widget=GovTextInput(),
        **asked_for("Enter the code that stands on the certificate", LONGEST_CODE),
    )
    reason = TextAreaField(
        "Reason (the learner sees it)",
        widget=GovTextArea(),
        **asked_for("Say why the certificate is withdrawn", LONGEST_REASON),
    )
    send = SubmitField("Withdraw this certificate", widget=GovSubmitInput())
