"""Letters that need somebody's hand: reminders to print, and letters that did not go."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course import post
from course.clock import now
from course.documents.letters import END
from course.records import audit, outbox, outbox_lists
from course.records.database import reading, writing
from course.records.outbox_lists import SHEETS, Printable, Stranded, Where
from course.rules.dates import london_day
from course.rules.letters import TOO_OLD, UNKNOWN
from course.rules.permission import may
from course.rules.requirements import default_requirement
from course.rules.scoping import Scope, scope_of
from course.web import posting
from course.web.admin import blueprint
from course.web.gate import holds, holds_any, must_be_learner
from course.web.site import catalogue

KINDS = {
    "reminder": "Reminder",
    "digest": "Weekly figures",
    "follow-up": "Follow-up questions",
    "manager": "Question to a manager",
    "reset": "Link for a new password",
    "confirm": "Link to confirm an address",
    "warning": "Notice of a change",
    "invitation": "Invitation",
}
NOT_REACHED = "The mail server could not be reached"
REFUSED = "The mail server refused it"
WHY = {
    UNKNOWN: "Perhaps it arrived: the connection broke off at the end",
    TOO_OLD: "It became too old before it could go",
    "SMTPDataError": REFUSED,
    "SMTPResponseException": REFUSED,
    "SMTPAuthenticationError": "The mail server did not let us in",
    "SMTPNotSupportedError": "The mail server does not offer what we need",
}
DONE = {"printed": "They are off the list.", "again": "The letter is on its way once more."}
ROLES = ("administrator", "organisation-lead")


@dataclass(frozen=True, slots=True)
class LettersPage:
    """`printable`: the first of `count` reminders to print; `past` others were written and are not due any more.

    `stranded`: for administrators of the partnership alone.
    """

    printable: tuple[Printable, ...]
    count: int
    past: int
    more: bool
    stranded: tuple[Stranded, ...]
    mail: bool
    done: str | None

    def kind(self, letter: Stranded) -> str:
        """What sort of letter it was."""
        return KINDS.get(letter.kind, "Letter")

    def why(self, letter: Stranded) -> str:
        """Why it did not go, in words."""
        return WHY.get(letter.fault, NOT_REACHED)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Reminders to print, one on each sheet; `after` leads to those that follow."""

    printable: tuple[Printable, ...]
    after: int | None

    def words(self, letter: Printable) -> str:
        """Its text, without what only a mail needs to say."""
        return letter.text.removesuffix(END)


def _where() -> Where:
    """Whose reminders one may print: of the organisations that one administers or leads; a team opens nothing here.

    Works out first where everybody stands, so that nobody is handed a letter that is not due any more.
    """
    post.settle(default_requirement(catalogue().course))
    held = scope_of(must_be_learner().roles, ROLES)
    scope = Scope(everything=held.everything, organisations=held.organisations)
    return Where(scope, london_day(now()), posting.is_set())


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


@blueprint.get("/letters")
@holds_any(*ROLES)
def letters() -> ResponseReturnValue:
    """What is to be printed, and what did not go."""
    everything, where = may(must_be_learner().roles, "administrator"), _where()
    with reading() as store:
        found, more = outbox_lists.printable(store, where)
        count, past = outbox_lists.count_printable(store, where)
        view = LettersPage(
            printable=found,
            count=count,
            past=past,
            more=more is not None,
            stranded=outbox_lists.stranded(store) if everything else (),
            mail=posting.is_set(),
            done=DONE.get(request.args.get("done", "")),
        )
    return render_template("pages/admin/letters.html", view=view)


@blueprint.get("/letters/print")
@holds_any(*ROLES)
def print_letters() -> ResponseReturnValue:
    """Some of them, ready for the printer."""
    where, after = _where(), _number(request.args.get("after"))
    with reading() as store:
        found = outbox_lists.printable(store, where, after, most=SHEETS)
    return render_template("pages/admin/letters_print.html", view=Sheets(*found))


@blueprint.post("/letters/printed")
@holds_any(*ROLES)
def printed_letters() -> ResponseReturnValue:
    """Take those off the list that were on the sheets."""
    numbers = [each for each in map(_number, request.form.getlist("letter")[:SHEETS]) if each is not None]
    where = _where()
    with writing() as store:
        gone = outbox_lists.mark_printed(store, where, numbers, now())
        if gone:
            audit.note(store, must_be_learner().person, "reminders printed", "letters", f"{gone} letters", now())
    return redirect(url_for("admin.letters", done="printed"), 303)


@blueprint.post("/letters/<number:letter>/again")
@holds("administrator")
def send_letter_again(letter: int) -> ResponseReturnValue:
    """Send a letter that was given up once more; a second click finds it on its way."""
    with writing() as store:
        if outbox.send_again(store, letter, now()):
            audit.note(store, must_be_learner().person, "letter sent again", f"letter {letter}", "", now())
        elif not outbox.is_known(store, letter):
            abort(404)
    posting.kick()
    return redirect(url_for("admin.letters", done="again"), 303)
