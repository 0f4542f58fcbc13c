"""Email addresses that people type: the form in which they are kept."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from course.rules.texts import arrived_whole

LONGEST = 254
FORM = "Enter an email address in the usual form, like name@example.org"


def usual_form(typed: str) -> str | None:
    """The address as it is kept; None where it cannot be one. Internal domains are allowed."""
    try:
        found = validate_email(typed, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return None
    if not arrived_whole(typed) or "." not in found.domain or len(found.normalized) > LONGEST:
        return None
    return str(found.normalized)
