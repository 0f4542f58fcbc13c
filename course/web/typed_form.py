"""What the forms of every room have in common: how they are read, and what must not be in a text that others read."""

from __future__ import annotations

from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from govuk_frontend_wtf.gov_form_base import GovIterableBase
from wtforms import Field, Form
from wtforms.validators import ValidationError

from course.rules import texts


def can_be_seen(_form: Form, field: Field) -> None:
    """Refuse what nobody sees or could type again: these texts stand on other people's screens."""
    if not (texts.can_be_seen(field.data) and texts.arrived_whole(field.data)):
        raise ValidationError(texts.UNSEEN)


def says_something(_form: Form, field: Field) -> None:
    """Refuse a text that is made of marks and signs alone: nobody could tell it from another."""
    if not texts.says_something(field.data):
        raise ValidationError("Use at least one letter or figure")


class TypedForm(FlaskForm):  # type: ignore[misc]
    """Base of all. A field that consists of several inputs says in `first_input` which of them comes first."""

    def __init__(self, *args: Any, **values: Any) -> None:
        """Radios and tick boxes without a hint name none: the widgets would point at one that is not on the page."""
        super().__init__(*args, **values)
        for field in self:
            if isinstance(field.widget, GovIterableBase) and not field.description:
                told = field.render_kw or {}
                field.render_kw = {**told, "params": {**told.get("params", {}), "hint": None}}

    @classmethod
    def sent(cls, **values: Any) -> Self:
        """The form as it was sent, or a fresh one with the given values; never anything but form fields."""
        return cls(formdata=request.form if request.method == "POST" else None, **values)

    def refuse(self, field: Field, reason: str) -> None:
        """Add a fault that was found outside the form."""
        field.errors = [reason]

    def faults(self) -> tuple[tuple[str, str], ...]:
        """The lines of the error summary: where, and what."""
        return tuple(
            (f"#{getattr(field, 'first_input', field.id)}", str(field.errors[0])) for field in self if field.errors
        )
