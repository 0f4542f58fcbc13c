"""What the sheets of a pack are called, by their ids: the titles that they themselves bear."""

from __future__ import annotations

from course.catalogue.model import Catalogue
from course.documents import case_cards, handouts, quiz_sheets, room_forms
from course.documents.evaluation_forms import TITLES as EVALUATION

PLAN, SLIDES, START, CHANGES, SLOTS = "Lesson plan", "Slides", "Start here", "What has changed", "Local details"
OWN = {
    "start-here": START,
    "plan": PLAN,
    "slides": SLIDES,
    "change-log": CHANGES,
    "local-slots": SLOTS,
    "quiz-sheet": quiz_sheets.TITLE,
    "quiz-sheet-large": quiz_sheets.LARGE_TITLE,
    "answer-key": quiz_sheets.KEY_TITLE,
    "answer-key-reasons": quiz_sheets.REASONS_TITLE,
    "case-cards": case_cards.TITLE,
    "case-notes": case_cards.NOTES_TITLE,
    "handout-phrases": handouts.PHRASES_TITLE,
    "handout-glossary": handouts.GLOSSARY_TITLE,
    "local-contacts": handouts.CONTACTS_TITLE,
    "register": room_forms.REGISTER_TITLE,
    "attendance-certificate": room_forms.CERTIFICATE_TITLE,
    **EVALUATION,
}
REFERENCES = {"handout-rules": handouts.RULES, "handout-gateways": handouts.GATEWAYS}
POSTERS = {"poster": "poster", "poster-a3": "poster in A3"}


def sheet_name(catalogue: Catalogue, sheet: str) -> str:
    """The title of a sheet. Raises KeyError for an id that no sheet has."""
    if sheet in catalogue.sheets:
        return catalogue.sheets[sheet].title
    if sheet in catalogue.forms:
        return catalogue.forms[sheet].title
    if sheet in REFERENCES:
        return catalogue.references[REFERENCES[sheet]].title
    if sheet in POSTERS:
        return f"{catalogue.flowchart.title}, {POSTERS[sheet]}"
    return OWN[sheet]
