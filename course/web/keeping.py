"""Keeping that a page was read, and the completion that may follow from it: what Next, a hand-in and a finished case share."""

from __future__ import annotations

from flask import current_app, g, request
from sqlalchemy import Connection

from course.catalogue.model import Catalogue, Page
from course.clock import now
from course.records import completions, readings, standings, visits
from course.rules.completion import Progress, completion_facts, fewest_pages, progress
from course.rules.facts import Learner
from course.web.site import catalogue, partnership_name


def edition_read() -> str:
    """The edition that was on the screen when the button was pressed: a change made since then has not been read."""
    course = catalogue().course
    sent = request.form.get("edition", "")
    return sent if sent in {change.edition for change in course.changes} else course.edition


def keep_reading(store: Connection, who: Learner, page: Page, *, edition: str) -> bool:
    """Mark a page read in the edition that was shown, and complete the course if that was the last thing missing.

    True if the course was completed now.
    """
    held = catalogue()
    readings.mark_read(store, who.person, page.id, edition, now())
    if not who.readings:
        standings.touch(store, who.person)  # the first fact of the course: begun
    return who.completion is None and _complete_if_due(store, who, held)


def _complete_if_due(store: Connection, who: Learner, held: Catalogue) -> bool:
    """Facts are read again inside the transaction: another device may have brought the others meanwhile.

    Nearly always pages are lacking still; then counting them is enough.
    """
    fewest = _fewest(held)
    lately = len({each.page for each in who.readings})
    if lately + 1 < fewest and readings.pages_read(store, who.person) < fewest:
        return False
    state = complete_if_whole(store, who.person)
    if state is not None:
        g.progress = state
    return state is not None


def _fewest(held: Catalogue) -> int:
    """Counted once for each content."""
    known: tuple[str, int] = current_app.extensions.get("fewest_pages", ("", 0))
    if known[0] != held.digest:
        known = current_app.extensions["fewest_pages"] = held.digest, fewest_pages(held)
    return known[1]


def complete_if_whole(store: Connection, person: int) -> Progress | None:
    """Complete the course for somebody whose facts are just written, if none is missing; None where one is."""
    held = catalogue()
    read, marks = visits.progress_facts(store, person)
    state = progress(held, read, marks)
    if not state.complete:
        return None
    values = completion_facts(held, state, person=person, partnership=partnership_name() or "", at=now())
    completions.add_first(store, values)
    return state
