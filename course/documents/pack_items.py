"""What each item of a pack is made of: the sheet of every id, for a pack and a wish."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from course.catalogue.model import Catalogue
from course.documents import case_cards, evaluation_forms, handouts, quiz_sheets, room_forms, text_sheets
from course.documents.case_cards import Dealt
from course.documents.pack_start import start_here
from course.documents.packs import Pack, Wish
from course.documents.plan_sheet import plan_sheet
from course.documents.poster_sheet import poster
from course.documents.room_forms import Held
from course.documents.sheet_setting import printing, sheets_pdf
from course.documents.tree import Sheet

Maker = Callable[[Catalogue, Pack, Wish], Sheet]
MAKERS: Mapping[str, Maker] = {
    "start-here": lambda catalogue, pack, wish: start_here(catalogue, pack, wish),
    "plan": lambda catalogue, pack, wish: plan_sheet(catalogue, pack.plan, wish.local),
    "local-slots": lambda catalogue, _pack, wish: text_sheets.local_slots(catalogue, wish.local, wish.checked),
    "change-log": lambda catalogue, _pack, _wish: text_sheets.change_log(catalogue),
    "register": lambda _catalogue, pack, wish: _register(pack, wish),
    "before": lambda catalogue, _pack, _wish: evaluation_forms.evaluation_form(catalogue, "before"),
    "after": lambda catalogue, _pack, _wish: evaluation_forms.evaluation_form(catalogue, "after"),
    "later": lambda catalogue, _pack, _wish: evaluation_forms.evaluation_form(catalogue, "later"),
    "attendance-certificate": lambda catalogue, pack, wish: _certificate(catalogue, pack, wish),
    "handout-rules": lambda catalogue, _pack, wish: handouts.handout_rules(catalogue, wish.local),
    "handout-gateways": lambda catalogue, _pack, wish: handouts.handout_gateways(catalogue, wish.local),
    "handout-phrases": lambda catalogue, _pack, wish: handouts.handout_phrases(catalogue, wish.local),
    "handout-glossary": lambda catalogue, _pack, _wish: handouts.handout_glossary(catalogue),
    "local-contacts": lambda catalogue, _pack, wish: handouts.local_contacts(catalogue, wish.local),
    "quiz-sheet": lambda catalogue, pack, _wish: quiz_sheets.quiz_sheet(catalogue, quizzes(pack)),
    "quiz-sheet-large": lambda catalogue, pack, _wish: quiz_sheets.quiz_sheet(catalogue, quizzes(pack), large=True),
    "answer-key": lambda catalogue, pack, _wish: quiz_sheets.answer_key(catalogue, quizzes(pack)),
    "answer-key-reasons": lambda catalogue, pack, _wish: quiz_sheets.answer_key(catalogue, quizzes(pack), reasons=True),
    "poster": lambda catalogue, _pack, wish: poster(catalogue, wish.local),
    "poster-a3": lambda catalogue, _pack, wish: poster(catalogue, wish.local, "a3"),
    "case-cards": lambda catalogue, pack, wish: case_cards.case_cards(catalogue, dealt(catalogue, pack), wish.local),
    "case-notes": lambda catalogue, pack, wish: case_cards.case_notes(catalogue, dealt(catalogue, pack), wish.local),
    "decision-record": lambda catalogue, _pack, _wish: room_forms.printed_form(catalogue.forms["decision-record"]),
    "agreement": lambda catalogue, _pack, _wish: room_forms.printed_form(catalogue.forms["agreement"]),
}
"""The items made from the course itself. All others are texts of content/sheets."""


def sheet(catalogue: Catalogue, pack: Pack, name: str, wish: Wish) -> Sheet:
    """The sheet of an item. Raises KeyError for an id that is no sheet, such as that of the slides."""
    if name in MAKERS:
        return MAKERS[name](catalogue, pack, wish)
    return text_sheets.text_sheet(catalogue, name, wish.local)


def sheet_pdf(catalogue: Catalogue, made: Sheet, wish: Wish) -> bytes:
    """One sheet by itself as PDF/UA-1."""
    return sheets_pdf((made,), printing(catalogue, wish, made.title))


def slides(catalogue: Catalogue, pack: Pack, wish: Wish) -> bytes:
    """The slides of a pack as PPTX. What writes them is loaded here: it takes long, and only this needs it."""
    from course.documents.slides_file import slides_pptx

    return slides_pptx(catalogue, pack.plan, wish)


def quizzes(pack: Pack) -> tuple[str, ...] | None:
    """The quizzes that the plan uses; None, which stands for all, where it names none."""
    return tuple(dict.fromkeys(quiz for step in pack.plan.steps for quiz in step.quizzes)) or None


def dealt(catalogue: Catalogue, pack: Pack) -> tuple[Dealt, ...]:
    """The cases that the plan uses, each with those of its decisions that are played in any step."""
    found: dict[str, list[str]] = {}
    for step in pack.plan.steps:
        if step.case:
            found.setdefault(step.case, []).extend(step.decisions)
    return tuple(Dealt(catalogue.cases[case], tuple(dict.fromkeys(decisions))) for case, decisions in found.items())


def _register(pack: Pack, wish: Wish) -> Sheet:
    kept = wish.local.get("retention-schedule", "")
    return room_forms.register(Held(pack=pack.title), group=wish.group, kept=kept)


def _certificate(catalogue: Catalogue, pack: Pack, wish: Wish) -> Sheet:
    return room_forms.attendance_certificate(
        catalogue, Held(pack=pack.title), wish.local, minutes=pack.plan.minutes, organisation=wish.organisation
    )
