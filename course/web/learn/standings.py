"""What a certificate is worth today, in words: to its holder, and to anybody who checks its code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from course.rules.certificates import EXPIRED, IN_DATE, WITHDRAWN, certificate_state
from course.rules.dates import london_day
from course.rules.facts import Completion
from course.web.site import day
from course.web.statuses import Record

HEADLINES = {
    IN_DATE: "This certificate is in date",
    EXPIRED: "This certificate has expired",
    WITHDRAWN: "This certificate was withdrawn",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, described. The days and months of `period` stand between `before` and `after`; None where it was withdrawn.

    title and kind are those of the notice; title is None where the page says it in another way.
    """

    state: str
    title: str | None
    kind: str
    before: str
    period: Completion | None
    after: str = ""

    @property
    def headline(self) -> str:
        """What somebody who checks a code came to know."""
        return HEADLINES[self.state]

    @property
    def withdrawn(self) -> bool:
        """Whether it no longer shows anything."""
        return self.state == WITHDRAWN


def own_standing(made: Completion, today: dt.date) -> Standing:
    """For the holder, who is told why it was withdrawn. In date, it needs no title: that is nothing to be told."""
    state = certificate_state(made, today)
    if state == WITHDRAWN:
        title = f"This certificate was withdrawn on {_withdrawn_on(made)}"
        return Standing(state, title, "wrong", f"The reason given: {made.withdrawn_reason}", None)
    if state == EXPIRED:
        title, after = "This certificate has expired", "You can still read it and download it."
        return Standing(state, title, "note", "It was valid for local purposes until", made, after)
    return Standing(state, None, "right", "Valid for local purposes until", made)


def beside_newest(made: tuple[Completion, ...], record: Record, today: dt.date) -> tuple[str, ...]:
    """For the holder, why a status names another day than the newest certificate; nothing where they agree."""
    newest = next((each for each in made if each.withdrawn_at is None), None)
    if newest is None:
        return ()
    said = (each.explained.beside_certificate(each.place, newest.expires_on, today) for each in record.statuses(today))
    return tuple(each for each in said if each)


def checked_standing(made: Completion, today: dt.date) -> Standing:
    """For anybody. The reason of a withdrawal stays with the holder."""
    state = certificate_state(made, today)
    if state == WITHDRAWN:
        said = "It was issued by this site and has been taken back. It no longer shows anything."
        return Standing(state, f"Withdrawn on {_withdrawn_on(made)}", "wrong", said, None)
    if state == EXPIRED:
        return Standing(state, None, "note", "It is genuine. It was valid for local purposes until", made)
    return Standing(state, None, "right", "It is genuine, and valid for local purposes until", made)


def _withdrawn_on(made: Completion) -> str:
    """The day of withdrawal; nothing for a certificate that was not withdrawn."""
    return day(london_day(made.withdrawn_at)) if made.withdrawn_at else ""
