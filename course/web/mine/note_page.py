"""Private notes as pages: the list with its switch, and the note on one page, first opened or given back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from course.catalogue.model import Page
from course.rules.notes import LONGEST


class GivenBack(StrEnum):
    """Why a note is as it was, whatever was sent."""

    SIGNED_OUT = "signed-out"
    OLD_FORM = "old-form"  # its token is of another visit
    CHANGED = "changed"
    NOT_DELETED = "not-deleted"  # changed as well, but there is no text that was typed
    OFF = "off"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class NewTab:
    """A link that opens a tab of its own, so that what was typed stays where it is; and how its sentence ends."""

    href: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice says. `link` is None where it leads nowhere."""

    title: str
    text: str
    link: NewTab | None = None


TOLD: Mapping[GivenBack, Told] = {
    GivenBack.SIGNED_OUT: Told(
        "You are signed out, so nothing was kept",
        "Your text still stands below.",
        NewTab("/sign-in", "Sign in, in a new tab", ". Then come back here and send it again."),
    ),
    GivenBack.OLD_FORM: Told(
        "Nothing was kept yet",
        "You have signed in again since you opened this page. Your text still stands below. Read it through, and send "
        "it once more.",
    ),
    GivenBack.OFF: Told(
        "Private notes are switched off, so nothing was kept",
        "Your text still stands below. Copy it, or switch notes on under",
        NewTab("/my/notes", "your notes, in a new tab", ". Then come back here and send it again."),
    ),
    GivenBack.CLOSED: Told(
        "Your account is closed, so nothing was kept", "Your text still stands below. Copy it if you need it."
    ),
    GivenBack.NOT_DELETED: Told(
        "Your note was not deleted",
        "It was changed in another tab or on another device after you opened this page. This is the note as it stands "
        "now.",
    ),
    GivenBack.CHANGED: Told(
        "Your note has changed, so nothing was kept yet",
        "It was changed in another tab or on another device after you opened this page. Below you see what is kept "
        "now, and then what you typed. Put together what you want in the box, and send it once more.",
    ),
}
ALL_AS_THEY_STAND = (
    "They were changed in another tab or on another device after you opened this page. These are your notes as they "
    "stand now."
)
ALL_NOT_DELETED: Mapping[str, Told] = {
    "delete": Told("Your notes were not deleted", ALL_AS_THEY_STAND),
    "off-and-delete": Told("Your notes were not deleted, and nothing was switched off", ALL_AS_THEY_STAND),
}


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note for the list. `page` is None where the course has the page no more; `goes_on` is the day of its deletion."""

    id: str
    page: Page | None
    text: str
    changed_on: dt.date
    goes_on: dt.date

    @property
    def title(self) -> str:
        """The title of the page, or its id where the page is gone."""
        return self.page.title if self.page else self.id


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All notes, the newest first, and the switch. `digest` says which notes the page was opened with.

    `done` is what has just happened, `told` why something has not; None where there is nothing to say.
    """

    on: bool
    notes: tuple[OwnNote, ...]
    digest: str
    done: str | None = None
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class NotePage:
    """The note on one page. `kept` is None where there is none yet; `typed` is what stands in the box.

    `has_box`: whether there is a box to write in. `digest` says which text the form was opened with.
    """

    id: str
    page: Page | None
    has_box: bool
    kept: OwnNote | None
    typed: str
    digest: str
    fault: str = ""
    back: GivenBack | None = None
    saved: bool = False
    longest: int = LONGEST

    @property
    def title(self) -> str:
        """The title of the page, or its id where the page is gone."""
        return self.page.title if self.page else self.id

    @property
    def told(self) -> Told | None:
        """Why the note is as it was."""
        return TOLD[self.back] if self.back else None

    @property
    def compares(self) -> bool:
        """Whether what is kept now is shown before what was typed."""
        return self.back is GivenBack.CHANGED

    @property
    def may_be_sent(self) -> bool:
        """Whether there is any use in sending what stands in the box."""
        return self.back is not GivenBack.CLOSED
