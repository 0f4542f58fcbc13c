"""Search over the course and the library. What was typed is shown again, and is written down nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue

from course.catalogue.entries import Entry, entries
from course.catalogue.model import Catalogue
from course.rules.finding import MOST_LETTERS, Finder, Found
from course.web.gate import anyone
from course.web.public import blueprint
from course.web.site import catalogue

KINDS = {
    "module": "Module",
    "page": "Course page",
    "quiz": "Quiz",
    "case": "Case",
    "question": "Key question",
    "reference": "Library",
    "term": "Glossary",
    "form": "Form",
    "site": "This site",
}


LEAD = '<span class="local" data-slot="safeguarding-lead">⟦local:safeguarding-lead⟧</span>'


def _site(title: str, address: str, text: str, *words: str) -> Entry:
    return Entry(title, address, "", "site", "title", "", text, words)


# fmt: off
SITE = (
    _site("Worried about a child now?", "/worried", "999, the local front door and your safeguarding lead.",
          "emergency", "999", "in danger", "report a concern", "whom to call", "who to call", "urgent", "social services"),
    _site("Help", "/help", "Whom to ask about what, and how this site works.",
          "whom to ask", "who to contact", "contacts", "phone numbers", "problem"),
    _site("Practise a decision", "/decide", "Go through the seven key questions for a decision of your own.",
          "decide", "decision practice", "should I share", "can I share"),
    _site("Reference library", "/reference/", "Laws, sectors, courts, forms, and what is still being checked.", "library"),
    _site("Glossary", "/glossary", "Every term of the course in plain English.", "words", "jargon", "abbreviations"),
    _site("Forms", "/forms/", "The decision record and the agreement or wishes record, to fill in and print.",
          "templates", "template", "download"),
    _site("Changes", "/changes", "What has changed in the course, and when.", "amendments", "updates", "what is new"),
    _site("The whole course to print", "/print", "All modules as one document, answers at the end.", "pdf", "handout"),
    _site("Check a certificate", "/certificates", "Type the code from a certificate and see whether it is in date.",
          "certificate code"),
    _site("My certificate", "/my/certificate", "Your newest certificate, or what is still missing.", "certificate"),
    _site("Forgotten password", "/forgot-password", "How to get back in.", "password", "cannot sign in", "log in", "login"),
    _site("Privacy", "/privacy", "Who sees what about you, and for how long.", "my data", "cookies"),
    _site("Accessibility", "/accessibility", "How this site can be used, and how to tell us what does not work.",
          "screen reader", "large print"),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was typed, cleaned for the eye, and what it brought in words; `found` is None while nothing was asked.

    `cut`: more was typed than was looked for. `lead` is the mark of the safeguarding lead among the local details.
    """

    typed: str
    cut: bool
    found: Found | None
    told: str
    lead: str


class Searching:
    """The index of the course in force, made when a process of the server starts, and after each change of content."""

    def __init__(self) -> None:
        self._digest = ""
        self._finder: Finder | None = None

    def finder(self, held: Catalogue) -> Finder:
        """The index of that catalogue."""
        if self._finder is None or self._digest != held.digest:
            self._finder, self._digest = Finder((*SITE, *entries(held))), held.digest
        return self._finder


def prepare(app: Flask) -> None:
    """Make the index now, so that nobody's first search waits for it."""
    with app.app_context():
        _searching().finder(catalogue())


def _searching() -> Searching:
    made: Searching = current_app.extensions.setdefault("searching", Searching())
    return made


def _typed() -> str:
    """The query without signs that cannot be seen and could turn a line round, blanks made single."""
    seen = (letter if letter.isprintable() else " " for letter in request.args.get("q", ""))
    return " ".join("".join(seen).split())


def _told(found: Found | None) -> str:
    """How much was found, for the title and above the list. Where there is more than is shown, no number is given for it."""
    count = len(found.hits) if found else 0
    if found and found.more:
        return f"The first {count} pages found"
    return "Nothing found" if not count else "1 page found" if count == 1 else f"{count} pages found"


@blueprint.get("/search")
@anyone
def search() -> ResponseReturnValue:
    """What the course says about some words, each result opening at its paragraph."""
    typed = _typed()
    asked = typed[:MOST_LETTERS]
    found = _searching().finder(catalogue()).find(asked) if asked else None
    context = SearchPage(asked, len(typed) > MOST_LETTERS, found, _told(found), LEAD)
    return render_template("pages/public/search.html", view=context, kinds=KINDS)
