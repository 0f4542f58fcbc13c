"""The forms of this room. Texts are trimmed, what cannot be seen is refused, passwords are taken exactly as typed."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovPasswordInput, GovTextInput
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from course.rules import addresses, passwords
from course.rules.texts import trimmed
from course.web.site import partnership_name
from course.web.typed_form import TypedForm, can_be_seen, says_something

SITE_NAME = "Sharewell"
LONGEST_NAME = 120
LONGEST_EMAIL = 254
TOO_LONG = f"Use {LONGEST_EMAIL} characters or fewer"
NO_EMAIL = "I have no email address"
PASSWORD_HINT = (
    f"At least {passwords.SHORTEST} characters. Three words that do not belong together work well. You can paste it."
)
SHARED_HINT = "You are signed out when the browser is closed, and after 15 minutes without use."
AS_TYPED = {"spellcheck": False, "autocapitalize": "none"}


def email_address(text: str) -> str:
    """The address in its usual form; raises ValidationError with what to do. Internal domains are allowed."""
    found = addresses.usual_form(text)
    if found is None:
        raise ValidationError(addresses.FORM)
    return found


class Tick(GovCheckboxInput):  # type: ignore[misc]
    """One box, with its hint under the label; the library puts the hint above the box, where it says nothing yet."""

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        """The macro's parameters, with the hint at the item."""
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        params["hint"], params["items"][0]["hint"] = None, {"text": field.description}
        return params


def text_field(label: str, missing: str, *, autocomplete: str, **more: Any) -> StringField:
    """A line of text that must not be empty."""
    length = Length(max=LONGEST_NAME, message=f"Use {LONGEST_NAME} characters or fewer")
    return StringField(
        label,
        widget=GovTextInput(),
        filters=[trimmed],
        validators=[DataRequired(missing), length, can_be_seen, says_something],
        render_kw={"params": {"autocomplete": autocomplete}},
        **more,
    )


def login_field(missing: str) -> StringField:
    """An email address or a sign-in name; whatever else is typed simply belongs to nobody."""
    return StringField(
        "Email address or sign-in name",
        widget=GovTextInput(),
        filters=[trimmed],
        validators=[DataRequired(missing), Length(max=LONGEST_EMAIL, message=TOO_LONG), can_be_seen],
        render_kw={"params": {"autocomplete": "username", **AS_TYPED}},
    )


def own_password(label: str = "Password", **more: Any) -> PasswordField:
    """The password that is in use."""
    return PasswordField(
        label,
        widget=GovPasswordInput(),
        validators=[InputRequired("Enter your password")],
        render_kw={"params": {"autocomplete": "current-password"}},
        **more,
    )


def new_password(label: str = "Password", **more: Any) -> PasswordField:
    """A password to be chosen."""
    return PasswordField(
        label,
        widget=GovPasswordInput(),
        description=PASSWORD_HINT,
        validators=[InputRequired("Enter a password")],
        render_kw={"params": {"autocomplete": "new-password"}},
        **more,
    )


def email_field(label: str = "Email address", **more: Any) -> StringField:
    """A person's own address; the form says whether it may be empty."""
    return StringField(
        label,
        widget=GovTextInput(),
        filters=[trimmed],
        render_kw={"type": "email", "params": {"autocomplete": "email", **AS_TYPED}},
        **more,
    )


def shared_field() -> BooleanField:
    """The tick for shared computers."""
    return BooleanField("This is a shared computer", widget=Tick(), description=SHARED_HINT)


class AccessForm(TypedForm):
    """Base of all. `told` are names that a password may not be made of, besides the site's and the partnership's."""

    told: tuple[str, ...] = ()

    def check_new_password(self, password: str, *names: str) -> None:
        """Raise ValidationError with the reason when a password may not be used."""
        reason = passwords.fault(password, (SITE_NAME, partnership_name() or "", *self.told, *names))
        if reason:
            raise ValidationError(reason)


class SignInForm(AccessForm):
    """Sign in. `next` and `carry` are sealed; what is forged in them counts as empty."""

    email = login_field("Enter your email address or sign-in name")
    password = own_password()
    shared = shared_field()
    next = HiddenField()
    carry = HiddenField()


class NewAccountForm(AccessForm):
    """What an account needs: a name, an email address or none, a password."""

    name = text_field(
        "Your name", "Enter your name", autocomplete="name", description="As it should stand on your certificate."
    )
    email = email_field()
    no_email = BooleanField(
        NO_EMAIL, widget=Tick(), description="We make a sign-in name for you and show it on the next page."
    )
    password = new_password()
    shared = shared_field()

    def validate_email(self, field: Field) -> None:
        """Either an address or the tick, not both and not neither."""
        if self.no_email.data and field.data:
            raise ValidationError(f"Clear the email address, or untick “{NO_EMAIL}”")
        if not self.no_email.data:
            if not field.data:
                raise ValidationError(f"Enter your email address, or tick “{NO_EMAIL}”")
            field.data = email_address(field.data)

    def validate_password(self, field: Field) -> None:
        """Long enough, and not made of the names that stand above it."""
        self.check_new_password(field.data, self.name.data or "", self.email.data or "")


class SignUpForm(NewAccountForm):
    """Make an account, perhaps with a join code."""

    code = StringField(
        "Join code (if you have one)",
        widget=GovTextInput(),
        filters=[trimmed],
        validators=[Length(max=64, message="A join code is shorter than that"), can_be_seen],
        description="It puts you in your organisation. Without one you can still do the whole course.",
        render_kw={"params": {"autocomplete": "off", **AS_TYPED}},
    )
    next = HiddenField()
    carry = HiddenField()


class SetUpForm(NewAccountForm):
    """The first administrator, the partnership and its first organisation."""

    partnership = text_field(
        "Name of the partnership",
        "Enter the name of the partnership",
        autocomplete="off",
        description="It stands on every page and on certificates.",
    )
    organisation = text_field(
        "Name of the first organisation",
        "Enter the name of the first organisation",
        autocomplete="organization",
        description="You can add others afterwards.",
    )


class ForgotPasswordForm(AccessForm):
    """For whom a new password is wanted."""

    email = login_field("Enter your email address or sign-in name")


class ResetForm(AccessForm):
    """A new password, through a one-time link."""

    password = new_password("New password")
    shared = shared_field()

    def validate_password(self, field: Field) -> None:
        """As at sign-up."""
        self.check_new_password(field.data)


class NameForm(AccessForm):
    """Change the name."""

    name = text_field("Name", "Enter your name", autocomplete="name", id="new-name")


class EmailForm(AccessForm):
    """Change the email address, with the password."""

    email = email_field("New email address", id="new-email")
    password = own_password("Your password", id="email-password")

    def validate_email(self, field: Field) -> None:
        """An address in the usual form."""
        if not field.data:
            raise ValidationError("Enter an email address")
        field.data = email_address(field.data)


class PasswordForm(AccessForm):
    """Change the password."""

    current = own_password("Present password", id="present-password")
    password = new_password("New password", id="new-password")

    def validate_password(self, field: Field) -> None:
        """As at sign-up."""
        self.check_new_password(field.data)


class CloseForm(AccessForm):
    """Close the account, with the password."""

    password = own_password("Your password", id="close-password")
