"""The administrator's forms. Texts are trimmed, what cannot be seen is refused; every fault says what to do."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import Field, IntegerField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from course.clock import now
from course.rules.dates import london_day
from course.web.fields import LONGEST_NAME, DayField, asked_for
from course.web.typed_form import TypedForm

LONGEST_REASON = 500
LONGEST_LOGIN = 254
LONGEST_CODE = 64
MOST_USES = 100_000
A_NUMBER = f"Enter a number from 1 to {MOST_USES:,}, or leave it empty"
FOR_WHOM = "Choose the whole organisation or one of its teams"


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
