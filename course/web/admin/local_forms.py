"""The form of one slot of the local information."""

from __future__ import annotations

from flask import request
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea, GovTextInput
from wtforms import HiddenField, StringField, SubmitField, TextAreaField

from course.catalogue.model import Slot
from course.clock import now
from course.rules import local_information, texts
from course.rules.dates import london_day
from course.rules.local_information import LocalValue
from course.web.fields import DayField
from course.web.typed_form import TypedForm

VALUE_HINT = (
    "One line for each thing: number, hours, link. Phone numbers, mail addresses and web addresses become links. "
    "Leave it empty to take the value away."
)
ROLE_HINT = "A role title, such as Business manager. Not the name of a person."


class LocalValueForm(TypedForm):
    """What learners see in a slot, and what is kept about it. `version`: what stood there when the form was opened."""

    value = TextAreaField("What learners see", widget=GovTextArea(), description=VALUE_HINT)
    source = StringField(
        "Source", widget=GovTextInput(), description="Where it comes from, such as a web page or a letter."
    )
    owner_role = StringField("Who looks after it", widget=GovTextInput(), description=ROLE_HINT)
    checked_on = DayField("Checked on", description="Learners see this day. Leave it empty if nobody has checked yet.")
    review_by = DayField(
        "Review by", description="We remind you after this day, and 12 months after the check in any case."
    )
    version = HiddenField()
    send = SubmitField("Save", widget=GovSubmitInput())

    @classmethod
    def of(cls, standing: LocalValue | None) -> LocalValueForm:
        """The form as it was sent, or filled with what stands there."""
        if request.method == "POST":
            return cls.sent()  # without what stands there: a field that was not sent is empty
        form = cls.sent(obj=standing)
        form.version.data = local_information.version(standing)
        return form

    def typed(self, slot: str, organisation: int | None) -> LocalValue:
        """The value as it would be kept."""
        return LocalValue(
            slot=slot,
            organisation=organisation,
            value=local_information.tidy(self.value.data or ""),
            source=texts.trimmed(self.source.data),
            owner_role=texts.trimmed(self.owner_role.data),
            checked_on=self.checked_on.data,
            review_by=self.review_by.data,
        )

    def judge(self, typed: LocalValue, slot: Slot, standing: LocalValue | None) -> bool:
        """Whether it can be kept; says at each field what is wrong. Emptying a filled slot asks nothing more."""
        self.validate()
        if typed.value or not (self.errors or standing):
            told: dict[str, list[str]] = {}
            for name, message in local_information.faults(typed, slot, london_day(now())):
                told.setdefault(name, []).append(message)
            for name, messages in told.items():
                if not self[name].errors:
                    self.refuse(self[name], ". ".join(messages))
        return not self.errors
