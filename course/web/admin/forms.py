"""The administrator's forms. Texts are trimmed; every fault says what to do."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import DateField, Form, IntegerField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

LONGEST_NAME = 120
LONGEST_REASON = 500


def trimmed(text: str | None) -> str | None:
    """Without blanks at the ends, and with single blanks inside."""
    return " ".join(text.split()) if text else text


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    """A new organisation."""

    name = StringField(
        "Name of the organisation",
        widget=GovTextInput(),
        filters=[trimmed],
        validators=[
            InputRequired("Enter the name of the organisation"),
            Length(max=LONGEST_NAME, message="Use at most 120 characters"),
        ],
    )
    send = SubmitField("Add organisation", widget=GovSubmitInput())


class TeamForm(FlaskForm):  # type: ignore[misc]
    """A new team of an organisation."""

    name = StringField(
        "Name of the team",
        widget=GovTextInput(),
        filters=[trimmed],
        validators=[
            InputRequired("Enter the name of the team"),
            Length(max=LONGEST_NAME, message="Use at most 120 characters"),
        ],
    )
    send = SubmitField("Add team", widget=GovSubmitInput())


class JoinCodeForm(FlaskForm):  # type: ignore[misc]
    """A new join code. The team may be left open; so may the last day and the number of uses."""

    team = SelectField("For", widget=GovSelect(), coerce=int)
    expires_on = DateField(
        "Last day it can be used (leave empty for no end)",
        widget=GovDateInput(),
        format="%d %m %Y",
        validators=[Optional()],
    )
    uses_limit = IntegerField(
        "How many people may use it (leave empty for no limit)",
        widget=GovTextInput(),
        validators=[Optional(), NumberRange(1, 100_000, "Enter a number from 1 to 100,000")],
    )
    send = SubmitField("Make a join code", widget=GovSubmitInput())


class ResetLinkForm(FlaskForm):  # type: ignore[misc]
    """For whom a one-time link is to be printed."""

    who = StringField(
        "Email address or sign-in name",
        widget=GovTextInput(),
        filters=[trimmed],
        validators=[InputRequired("Enter an email address or a sign-in name"), Length(max=254)],
    )
    send = SubmitField("Make a one-time link", widget=GovSubmitInput())


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """A certificate to be withdrawn, and why."""

    code = StringField(
        "Code on the certificate",
        widget=GovTextInput(),
        filters=[trimmed],
        validators=[InputRequired("Enter the code that stands on the certificate"), Length(max=64)],
    )
    reason = TextAreaField(
        "Reason (the learner sees it)",
        widget=GovTextArea(),
        filters=[trimmed],
        validators=[
            InputRequired("Say why the certificate is withdrawn"),
            Length(max=LONGEST_REASON, message="Use at most 500 characters"),
        ],
    )
    send = SubmitField("Withdraw this certificate", widget=GovSubmitInput())


def errors_of(form: Form) -> list[tuple[str, str]]:
    """The lines of the error summary: where, and what."""
    return [(f"#{name}", str(faults[0])) for name, faults in form.errors.items() if faults and name]
