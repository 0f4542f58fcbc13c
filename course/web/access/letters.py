"""What the letters of this room say. They name no person, and give away nothing but that the site exists."""

from __future__ import annotations

from flask import url_for

from course.rules.letters import TOKEN
from course.web.access import guessing
from course.web.access.mail import Letter, settings

SIGNATURE = "\n\nThis is an automatic message; nobody reads replies.\n"


def _site() -> str:
    return settings().public_url


def _link(endpoint: str) -> str:
    """A link of ours, built from the setting and never from what the request says the host is; it gets its token later."""
    return _site() + url_for(endpoint, token=TOKEN)


def reset(to: str, sign_in_name: str, key: str) -> Letter:
    """A link to a new password; `key` names it. Several accounts may carry the address: the sign-in name tells them apart."""
    text = (
        f"Someone asked for a new password for the account with this address at {_site()}\n\n"
        f"The sign-in name of the account is {sign_in_name}.\n\n"
        f"To choose one, open this link within 1 hour. It works once.\n\n{_link('access.reset')}\n\n"
        "If it was not you, you need do nothing: the password stays as it is."
    )
    return Letter("reset", to, "Your one-time link", text + SIGNATURE, guessing.LETTERS, key)


def confirm(to: str, key: str) -> Letter:
    """A link that shows that the address is the person's own; `key` names it."""
    text = (
        f"This address was given for an account at {_site()}\n\n"
        f"If it was you, open this link within 7 days to confirm it.\n\n{_link('access.confirm_email')}\n\n"
        "If it was not you, you need do nothing."
    )
    return Letter("confirm", to, "Confirm your address", text + SIGNATURE, guessing.LETTERS, key)


def email_changed(to: str) -> Letter:
    """To the earlier address."""
    text = (
        f"The account that had this address at {_site()} now has another one.\n\n"
        "If it was not you, tell an administrator of the site."
    )
    return Letter("warning", to, "Your address was changed", text + SIGNATURE, guessing.WARNINGS)


def password_changed(to: str) -> Letter:
    """To the owner, in case somebody else did it."""
    text = (
        f"The password of the account with this address at {_site()} was changed.\n\n"
        f"If it was not you, ask for a new one at {_site() + url_for('access.forgot_password')}"
    )
    return Letter("warning", to, "Your password was changed", text + SIGNATURE, guessing.WARNINGS)
