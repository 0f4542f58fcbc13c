"""The forms about a session: planning it, another day or place, calling it off. What was typed stays at every fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import Field, HiddenField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from course.clock import now
from course.records.organisations import Organisation
from course.rules.dates import london_day, moment_at
from course.web.fields import AskedDay, AskedTime, asked_for, optional_text
from course.web.typed_form import TypedForm

SEVERAL = 0
MOST_OFFERED = 60  # organisations in a list to choose from; where there are more, one types a name
LONGEST_REASON = 300
AHEAD, BACK = dt.timedelta(days=2 * 366), dt.timedelta(days=366)
CHOOSE = "Choose one of the list"
WRONG_NAME = "Enter the name of an organisation as it stands in the site, or leave it empty"
TOO_LATE = "Enter an earlier time: with this pack it would end after midnight"
PEOPLE_OF_SEVERAL = "People of several organisations"


def choice(label: str, **more: object) -> SelectField:
    """One of a list."""
    said = {"invalid_value_message": CHOOSE, "invalid_choice_message": CHOOSE}
    return SelectField(label, widget=GovSelect(), **said, **more)


class WhenAndWhere(TypedForm):
    """What can be changed until a session is closed."""

    day = AskedDay("Date")
    time = AskedTime("Begins at", description="As the clock shows it, like 09:30 or 14:00.")
    place = StringField(
        "Place", widget=GovTextInput(), description="Room and building, as people need it.",
        **asked_for("Enter the place", 120),
    )  # fmt: skip
    co_trainer = optional_text("Co-trainer (optional)", description="Their name, for your own lists.")

    def validate_day(self, field: Field) -> None:
        """A day that can be true, also one that is over: a register on paper may be entered afterwards."""
        today = london_day(now())
        if field.data and not today - BACK <= field.data <= today + AHEAD:
            raise ValidationError("Enter a day within the last year or the next two")

    @property
    def begins_at(self) -> dt.datetime:
        """The beginning, of a form that was found sound."""
        return moment_at(self.day.day, self.time.time)

    def ends_that_day(self, minutes: int) -> bool:
        """Whether a session of so many minutes ends on the day on which it begins; says so beside the time where not."""
        if london_day(self.begins_at + dt.timedelta(minutes=minutes)) == self.day.day:
            return True
        self.refuse(self.time, TOO_LATE)
        return False


class PlanForm(WhenAndWhere):
    """A new session. By `key` one tells a form that was sent twice."""

    pack = choice("What you will run")
    organisation = choice("For", coerce=int)
    called = optional_text("For the people of one organisation (optional)", description="Its name, as it stands here.")
    key = HiddenField()
    send = SubmitField("Plan this session", widget=GovSubmitInput())

    def offer(self, packs: Sequence[tuple[str, str]], places: Sequence[Organisation]) -> None:
        """Fill the lists; where there is one organisation, or more than a list should hold, the question is another one."""
        self.pack.choices = list(packs)
        if len(places) > MOST_OFFERED:
            del self.organisation
            return
        del self.called
        if len(places) == 1:
            del self.organisation
        else:
            self.organisation.choices = [(SEVERAL, PEOPLE_OF_SEVERAL), *((each.id, each.name) for each in places)]

    def chosen(self, places: Sequence[Organisation]) -> int | None:
        """The organisation; None for people of several. What no organisation is called is said beside the field."""
        if "called" in self:
            name = (self.called.data or "").casefold()
            found = next((each.id for each in places if each.name.casefold() == name), None)
            if name and found is None:
                self.refuse(self.called, WRONG_NAME)
            return found
        if "organisation" in self:
            return self.organisation.data or None
        return places[0].id


class ChangeForm(WhenAndWhere):
    """Another day, time or place."""

    send = SubmitField("Save", widget=GovSubmitInput())


class CancelForm(TypedForm):
    """The session does not take place."""

    reason = TextAreaField(
        "Why it does not take place", widget=GovTextArea(), description="It stands in your list. Do not name anybody.",
        **asked_for("Say why it does not take place", LONGEST_REASON),
    )  # fmt: skip
    send = SubmitField("Call this session off", widget=GovSubmitInput())
