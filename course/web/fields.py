"""Fields that the forms of several rooms ask: names, days, times of the day. Every fault says what to do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovTextInput
from wtforms import DateField, Form, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from course.rules import texts
from course.web.typed_form import can_be_seen, says_something

LONGEST_NAME = 120
NUMBERS = re.compile("[0-9]{1,2} [0-9]{1,2} [0-9]{4}")
TIME = re.compile("([01]?[0-9]|2[0-3])(?: ?[:.,h]? ?([0-5][0-9]))?(?: ?([ap])[.]?m[.]?)?")
NOON, EARLIEST_BARE = 12, 7  # “9” is nine in the morning, “2” may be either
A_DAY = "Enter a day that exists as day, month and year, like 27 3 2027, or leave all three empty"
A_TIME = "Enter a time as hours and minutes, like 09:30 or 14:00"


def asked_for(missing: str, longest: int) -> dict[str, Any]:
    """What every text has in common: how it is trimmed, and what is said where it will not do."""
    too_long = Length(max=longest, message=f"Use {longest} characters or fewer")
    return {"filters": [texts.trimmed], "validators": [DataRequired(missing), too_long, can_be_seen, says_something]}


def optional_text(label: str, longest: int = LONGEST_NAME, **more: object) -> StringField:
    """A line that may be left empty."""
    too_long = Length(max=longest, message=f"Use {longest} characters or fewer")
    checks = [Optional(), too_long, can_be_seen, says_something]
    return StringField(label, widget=GovTextInput(), filters=[texts.trimmed], validators=checks, **more)


def read_time(typed: str) -> dt.time | None:
    """A time of the day as people type it: 9:30, 09.30, 0930, 9h30, 9.30 am, 2 pm, 14; None for anything else."""
    found = TIME.fullmatch(" ".join(typed.lower().split()))
    if found is None:
        return None
    hour, half = int(found[1]), found[3]
    if half and not 1 <= hour <= NOON:
        return None
    if found[2] is None and not half and hour < EARLIEST_BARE:
        return None
    hours = hour % NOON + (NOON if half == "p" else 0) if half else hour
    return dt.time(hours, int(found[2] or 0))


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


class AskedDay(DayField):
    """A day that must be given."""

    fault = "Enter a day that exists as day, month and year, like 27 3 2027"

    @property
    def day(self) -> dt.date:
        """The day of a form that was found sound."""
        assert self.data is not None
        return self.data

    def pre_validate(self, form: Form) -> None:
        """Ask for a day where none was given."""
        if self.data is None and not self.process_errors:
            raise ValidationError("Enter the day")


class AskedTime(StringField):  # type: ignore[misc]
    """A time of the day that must be given; what was typed stays in the field."""

    widget = GovTextInput()

    def __init__(self, label: str, **more: Any) -> None:
        """A short field, with figures on the keys of a phone."""
        shape = {"inputmode": "numeric", "classes": "govuk-input--width-5", "autocomplete": "off"}
        super().__init__(label, render_kw={"params": shape}, **more)

    @property
    def time(self) -> dt.time:
        """The time of a form that was found sound."""
        found = read_time(self.data or "")
        assert found is not None
        return found

    def pre_validate(self, form: Form) -> None:
        """Whether it is one."""
        if read_time(self.data or "") is None:
            raise ValidationError(A_TIME)
