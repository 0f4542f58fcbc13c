"""Forms about people: adding, correcting, moving, leaving, roles, headcounts, domains, merging."""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from course.clock import now
from course.records.organisations import Team
from course.rules import addresses, mail_domains, member_days, texts
from course.rules.dates import london_day
from course.web.fields import LONGEST_NAME, AskedDay, asked_for, optional_text
from course.web.typed_form import TypedForm, can_be_seen

MOST_PEOPLE = 1_000_000
NO_TEAM = 0
CHOOSE = "Choose one of the list"
A_NUMBER = f"Enter a whole number from 0 to {MOST_PEOPLE:,}"


def job_role_field() -> StringField:
    """What somebody works as; the page offers those that are known."""
    return optional_text(
        "Job role (optional)", render_kw={"params": {"attributes": {"list": "job-roles"}, "autocomplete": "off"}}
    )


def choice(label: str, **more: object) -> SelectField:
    """One of a list of numbers."""
    said = {"invalid_value_message": CHOOSE, "invalid_choice_message": CHOOSE}
    return SelectField(label, widget=GovSelect(), coerce=int, **said, **more)


def email_field(label: str) -> StringField:
    """An address that may be left empty."""
    return StringField(
        label,
        widget=GovTextInput(),
        filters=[texts.trimmed],
        validators=[Optional(), can_be_seen],
        render_kw={"type": "email", "params": {"autocomplete": "off", "spellcheck": False, "autocapitalize": "none"}},
    )


class WithTeam(TypedForm):
    """A form that asks for a team, where there are any."""

    team: SelectField

    def offer_teams(self, teams: Iterable[Team], without: str) -> None:
        """Fill the list, or take the question out where there is nothing to choose."""
        choices = [(team.id, team.name) for team in teams]
        if choices:
            self.team.choices = [(NO_TEAM, without), *choices]
        else:
            del self.team

    @property
    def team_number(self) -> int | None:
        """The team chosen; None for none."""
        return (self.team.data or None) if "team" in self else None


class AddPersonForm(WithTeam):
    """Somebody new in an organisation. `another` is asked only where somebody of that name is known there; by `entry`
    one tells a form that was sent twice."""

    name = StringField("Name", widget=GovTextInput(), **asked_for("Enter the name", LONGEST_NAME))
    email = email_field("Email address (optional)")
    team = choice("Team")
    job_role = job_role_field()
    started_on = AskedDay(
        "Started on", description="The day they came to the organisation. Their due date is counted from it."
    )
    invite = BooleanField("Make an invitation, so that they can open an account", widget=GovCheckboxInput())
    another = BooleanField("This is another person of the same name", widget=GovCheckboxInput())
    entry = HiddenField()
    send = SubmitField("Add this person", widget=GovSubmitInput())

    def validate_email(self, field: Field) -> None:
        """In the usual form."""
        _address(field)

    def validate_started_on(self, field: Field) -> None:
        """A day that can be true."""
        _judge(field, member_days.start_fault)


class JoinForm(TypedForm):
    """Somebody known comes to an organisation, or comes back. A place is "organisation" or "organisation-team".

    `another` is asked only where somebody else of that name is known there.
    """

    place = SelectField(
        "Organisation or team", widget=GovSelect(), invalid_value_message=CHOOSE, invalid_choice_message=CHOOSE
    )
    job_role = job_role_field()
    started_on = AskedDay("Starts on")
    another = BooleanField("This is another person of the same name", widget=GovCheckboxInput())
    send = SubmitField("Add to this organisation", widget=GovSubmitInput())

    @property
    def chosen(self) -> tuple[int, int | None]:
        """Organisation and team, None for no team."""
        organisation, _, team = str(self.place.data).partition("-")
        return int(organisation), int(team) if team else None

    def validate_started_on(self, field: Field) -> None:
        """A day that can be true."""
        _judge(field, member_days.start_fault)


class DetailsForm(TypedForm):
    """Name and address of somebody who has no account, and so cannot change them."""

    name = StringField("Name", widget=GovTextInput(), **asked_for("Enter the name", LONGEST_NAME))
    email = email_field("Email address (optional)")
    send = SubmitField("Save", widget=GovSubmitInput())

    def validate_email(self, field: Field) -> None:
        """In the usual form."""
        _address(field)


class CorrectForm(TypedForm):
    """What was entered wrongly about a membership."""

    started_on = AskedDay("Came to the organisation on", description="The due date is counted from this day.")
    job_role = job_role_field()
    send = SubmitField("Save", widget=GovSubmitInput(), id="send-correct")


class MoveForm(WithTeam):
    """To another team of the same organisation, or to another job role there."""

    team = choice("Team")
    job = job_role_field()
    moved_on = AskedDay("From")
    send = SubmitField("Move", widget=GovSubmitInput(), id="send-move")


class LeaveForm(TypedForm):
    """The end of a membership."""

    left_on = AskedDay("Left on", description="The first day on which they no longer belong to the organisation.")
    send = SubmitField("Save the day of leaving", widget=GovSubmitInput(), id="send-leave")


class RoleForm(TypedForm):
    """A role to be given, and what for."""

    role = RadioField("Role", widget=GovRadioInput(), validators=[InputRequired("Choose a role")])
    held_for = SelectField(
        "For",
        widget=GovSelect(),
        invalid_value_message=CHOOSE,
        invalid_choice_message=CHOOSE,
        validators=[InputRequired("Choose what the role is for")],
    )
    send = SubmitField("Give this role", widget=GovSubmitInput())


class HeadcountForm(WithTeam):
    """How many people there are from a day on."""

    team = choice("For")
    people = IntegerField(
        "How many people",
        widget=GovTextInput(),
        invalid_value_message=A_NUMBER,
        validators=[InputRequired(A_NUMBER), NumberRange(0, MOST_PEOPLE, A_NUMBER)],
        render_kw={"params": {"inputmode": "numeric", "classes": "govuk-input--width-5", "autocomplete": "off"}},
    )
    from_day = AskedDay("From", description="This number holds from this day until the next one you enter.")
    send = SubmitField("Save this number", widget=GovSubmitInput())

    def validate_from_day(self, field: Field) -> None:
        """A day that can be true."""
        _judge(field, member_days.start_fault)


class DomainForm(WithTeam):
    """A domain whose confirmed addresses lead to the organisation."""

    domain = StringField(
        "What stands behind the @",
        widget=GovTextInput(),
        description="For example nursery.example",
        **asked_for(mail_domains.FORM, mail_domains.LONGEST),
        render_kw={"params": {"autocomplete": "off", "spellcheck": False, "autocapitalize": "none"}},
    )
    team = choice("They join")
    send = SubmitField("Add this domain", widget=GovSubmitInput())

    def validate_domain(self, field: Field) -> None:
        """One that can stand for an organisation."""
        reason = mail_domains.fault(mail_domains.as_kept(field.data))
        if reason:
            raise ValidationError(reason)


def _address(field: Field) -> None:
    if field.data:
        found = addresses.usual_form(field.data)
        if found is None:
            raise ValidationError(addresses.FORM)
        field.data = found


def _judge(field: Field, rule: object) -> None:
    """Ask a rule about a day, where there is one."""
    reason = rule(field.data, london_day(now())) if field.data else None  # type: ignore[operator]
    if reason:
        raise ValidationError(reason)
