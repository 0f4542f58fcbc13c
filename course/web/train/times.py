"""The form of one line of a register: was there, from when to when; not seen; or not on this register at all."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import Field, HiddenField, IntegerField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from course.records.attendances import Line, Times
from course.records.room_sessions import RoomSession
from course.rules import texts
from course.rules.dates import london_day, london_time, moment_at
from course.rules.room import LONGEST_MINUTES
from course.web.fields import A_TIME, read_time
from course.web.train.outcomes import stands
from course.web.typed_form import TypedForm, can_be_seen, says_something

WAS, NOT_SEEN, OFF = "was", "not-seen", "off"
CHOICES = [(WAS, "Was there"), (NOT_SEEN, "Was not seen"), (OFF, "Does not belong on this register")]
LONGEST_WHY = 300
TOO_LONG = f"Use {LONGEST_WHY} characters or fewer"
CAME_FIRST = "Enter a time after the arrival, or leave it empty"
A_NUMBER = f"Enter whole minutes from 0 to {LONGEST_MINUTES}"
MEANWHILE = "This line was changed since you opened it. It says now: {}. Look again, then save"
WHEN_CAME = "Enter when they came"
WHY_OFF = "Say why they do not belong on this register"
WHY_RIGHT = "Say why this is put right"


def _time(label: str, hint: str) -> StringField:
    shape = {"inputmode": "numeric", "classes": "govuk-input--width-5", "autocomplete": "off"}
    return StringField(
        label, widget=GovTextInput(), description=hint, render_kw={"params": shape}, filters=[texts.trimmed]
    )


class TimesForm(TypedForm):
    """The times of a line. What was not touched stays to the second."""

    was = RadioField("What happened", widget=GovRadioInput(), validators=[InputRequired("Choose what happened")])
    arrived = _time("Came at", "As the clock showed it, like 09:05.")
    left = _time("Left at", "Leave it empty for whoever stayed to the end.")
    away = IntegerField(
        "Minutes out of the room in between",
        widget=GovTextInput(),
        invalid_value_message=A_NUMBER,
        validators=[Optional(), NumberRange(0, LONGEST_MINUTES, A_NUMBER)],
        render_kw={"params": {"inputmode": "numeric", "classes": "govuk-input--width-4", "autocomplete": "off"}},
    )
    why = TextAreaField(
        "Why they do not belong on it", widget=GovTextArea(), description="Only if they do not.", filters=[texts.trimmed],
        validators=[Length(max=LONGEST_WHY, message=TOO_LONG)],
    )  # fmt: skip
    seen = HiddenField()  # how the line stood when the form was opened
    send = SubmitField("Save", widget=GovSubmitInput())

    held: RoomSession
    line: Line
    always_why = False

    def __init__(self, *args: Any, **values: Any) -> None:
        """With its three choices."""
        super().__init__(*args, **values)
        self.was.choices = list(CHOICES)

    @classmethod
    def of(cls, held: RoomSession, line: Line) -> Self:
        """With what stands in the line."""
        return cls._about(held, line, formdata=None)

    @classmethod
    def sent_for(cls, held: RoomSession, line: Line) -> Self:
        """As it was sent; what was left out is empty."""
        form = cls.sent()
        form.held, form.line = held, line
        return form

    @classmethod
    def _about(cls, held: RoomSession, line: Line, **more: Any) -> Self:
        state = OFF if line.struck_at else WAS if line.arrived_at else NOT_SEEN
        form = cls(
            was=state,
            arrived=_shown(line.arrived_at),
            left=_shown(line.left_at),
            away=line.away_minutes,
            seen=stands(line),
            **more,
        )
        form.held, form.line = held, line
        return form

    def is_of_now(self) -> bool:
        """Whether nobody has changed the line meanwhile; else that is said, and the form can be sent once more."""
        if self.seen.data in (None, "", stands(self.line)):
            return True
        self.seen.data = stands(self.line)
        self.refuse(self.was, MEANWHILE.format(self.seen.data))
        return False

    @property
    def takes_off(self) -> bool:
        """Whether the line is taken off the register."""
        return bool(self.was.data == OFF)

    @property
    def times(self) -> Times:
        """The times of a form that was found sound."""
        if self.was.data != WAS:
            return Times(None, None)
        arrived = self._moment(self.arrived, self.line.arrived_at)
        return Times(arrived, self._moment(self.left, self.line.left_at), self.away.data or 0)

    def _moment(self, field: StringField, before: dt.datetime | None) -> dt.datetime | None:
        typed = read_time(field.data or "")
        if typed is None:
            return None
        if before is not None and london_time(before) == f"{typed:%H:%M}":
            return before
        return moment_at(london_day(self.held.begins_at), typed)

    def validate_arrived(self, field: Field) -> None:
        """Asked of whoever was there."""
        if self.was.data != WAS:
            return
        if not field.data:
            raise ValidationError(WHEN_CAME)
        if read_time(field.data) is None:
            raise ValidationError(A_TIME)

    def validate_left(self, field: Field) -> None:
        """Not before coming."""
        if self.was.data != WAS or not field.data:
            return
        if read_time(field.data) is None:
            raise ValidationError(A_TIME)
        times = self.times
        if times.arrived_at and times.left_at and times.left_at < times.arrived_at:
            raise ValidationError(CAME_FIRST)

    def validate_why(self, field: Field) -> None:
        """Asked of whoever is taken off, and of everything that is put right after closing."""
        if not field.data:
            if self.always_why or self.takes_off:
                raise ValidationError(WHY_RIGHT if self.always_why else WHY_OFF)
            return
        can_be_seen(self, field)
        says_something(self, field)


class CorrectionForm(TimesForm):
    """The same after closing: nothing is put right without a reason, which the person is shown."""

    always_why = True
    why = TextAreaField(
        "Why it is put right", widget=GovTextArea(), description="The person is shown it. Do not name anybody else.",
        filters=[texts.trimmed], validators=[Length(max=LONGEST_WHY, message=TOO_LONG)],
    )  # fmt: skip


def _shown(moment: dt.datetime | None) -> str:
    return london_time(moment) if moment else ""
