"""The administrator's forms. Texts are trimmed, what cannot be seen is refused; every fault says what to do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import DateField, Field, Form, IntegerField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from course.clock import now
from course.rules import texts
from course.rules.dates import london_day

LONGEST_NAME = 120
LONGEST_REASON = 500
LONGEST_LOGIN = 254
LONGEST_CODE = 64
MOST_USES = 100_000
NUMBERS = re.compile("[0-9]{1,2} [0-9]{1,2} [0-9]{4}")
A_DAY = "Enter a day that exists as day, month and year, like 27 3 2027, or leave all three empty"
A_NUMBER = f"Enter a number from 1 to {MOST_USES:,}, or leave it empty"
FOR_WHOM = "Choose the whole organisation or one of its teams"


def can_be_seen(_form: Form, field: Field) -> None:
    """Refuse control signs, and those that turn the direction of writing: these texts stand on other people's screens."""
    if not (texts.can_be_seen(field.data) and texts.arrived_whole(field.data)):
        raise ValidationError(texts.UNSEEN)


def says_something(_form: Form, field: Field) -> None:
    """Refuse a text that is made of marks and signs alone: nobody could tell it from another."""
    if not texts.says_something(field.data):
        raise ValidationError("Use at least one letter or figure")


def _asked_for(missing: str, longest: int) -> dict[str, Any]:
    """What every text has in common: how it is trimmed, and what is said where it will not do."""
    too_long = Length(max=longest, message=f"Use {longest} characters or fewer")
    return {"filters": [texts.trimmed], "validators": [DataRequired(missing), too_long, can_be_seen, says_something]}


class DayField(DateField):  # type: ignore[misc]
    """A day in three inputs of one name, which may be left empty; however many were sent, three are shown again."""

    widget = GovDateInput()

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
            raise ValueError(A_DAY)
        day, month, year = map(int, parts)
        try:
            self.data = dt.date(year, month, day)
        except ValueError as fault:
            raise ValueError(A_DAY) from fault


class AdminForm(FlaskForm):  # type: ignore[misc]
    """Base of all."""

    @classmethod
    def sent(cls, **more: Any) -> Self:
        """The form as it was sent, or a fresh one; never anything but form fields."""
        return cls(formdata=request.form if request.method == "POST" else None, **more)

    def refuse(self, field: Field, reason: str) -> None:
        """Add a fault that was found outside the form."""
        field.errors = [reason]

    def faults(self) -> tuple[tuple[str, str], ...]:
        """The lines of the error summary: where, and what."""
        return tuple(
            (f"#{getattr(field, 'first_input', field.id)}", str(field.errors[0])) for field in self if field.errors
        )


class OrganisationForm(AdminForm):
    """A new organisation."""

    name = StringField(
        "Name of the organisation",
        widget=GovTextInput(),
        **_asked_for("Enter the name of the organisation", LONGEST_NAME),
    )
    send = SubmitField("Add organisation", widget=GovSubmitInput())


class TeamForm(AdminForm):
    """A new team of an organisation."""

    name = StringField(
        "Name of the team", widget=GovTextInput(), **_asked_for("Enter the name of the team", LONGEST_NAME)
    )
    send = SubmitField("Add team", widget=GovSubmitInput())


class JoinCodeForm(AdminForm):
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


class ResetLinkForm(AdminForm):
    """For whom a one-time link is to be printed."""

    who = StringField(
        "Email address or sign-in name",
        widget=GovTextInput(),
        **_asked_for("Enter an email address or a sign-in name", LONGEST_LOGIN),
    )
    send = SubmitField("Make a one-time link", widget=GovSubmitInput())


class WithdrawForm(AdminForm):
    """A certificate to be withdrawn, and why."""

    code = StringField(
        "Code on the certificate",
        widget=GovTextInput(),
        **_asked_for("Enter the code that stands on the certificate", LONGEST_CODE),
    )
    reason = TextAreaField(
        "Reason (the learner sees it)",
        widget=GovTextArea(),
        **_asked_for("Say why the certificate is withdrawn", LONGEST_REASON),
    )
    send = SubmitField("Withdraw this certificate", widget=GovSubmitInput())
