"""The supervision sheet as PDF: said to be accessible, the same words as its values, notes only where they were asked for."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from typing import Any

import pytest
from pypdf import PdfReader

from course.catalogue.model import Catalogue
from course.documents.supervision_sheet import (
    NoteLine,
    SheetFacts,
    SupervisionSheet,
    sheet_of,
    supervision_pdf,
)
from course.rules.completion import progress
from course.rules.confidence import change
from course.rules.facts import Answer, Attempt, CaseDone, Note, Reading, Reflected
from course.rules.supervision import missed_rules
from tests.documents.pdf_tags import tags
from tests.documents.test_certificate import words
from tests.shipped import shipped

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
LATE = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)  # 1 July in London


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return shipped()


def facts(course: Catalogue, **changes: Any) -> SheetFacts:
    quiz = course.quizzes["golden-rules-quiz"]
    wrong = tuple(Answer(each.id, not each.answer, False) for each in quiz.statements)
    attempt = Attempt(1, 1, "golden-rules", quiz.id, quiz.digest, "2026.1", 0, 10, 80, NOON, False, wrong)
    first = tuple((each.id, 2) for each in course.reflection.confidence)
    second = tuple((each.id, 4) for each in course.reflection.confidence)
    before = Reflected(1, "before", "2026.1", False, None, None, NOON, first)
    after = Reflected(1, "after", "2026.1", False, 4, "ask at every handover", NOON, second)
    usual = SheetFacts(
        name="Ada Quill",
        progress=progress(course, (Reading("be-open", "2026.1", NOON),), ()),
        missed=missed_rules(course, (attempt,)),
        handed_in=True,
        cases=(CaseDone("packed-lunch", "whole", LATE, None), CaseDone("gone", "foundation", NOON, None)),
        change=change(course.reflection, before, after),
        after=after,
        notes=(Note("be-open", "Ask first.\nThen tell.", NOON),),
    )
    return dataclasses.replace(usual, **changes)


def sheet(course: Catalogue, **changes: Any) -> SupervisionSheet:
    made = facts(course, **changes)
    return sheet_of(
        course,
        made,
        made_at=NOON,
        made_on=NOON.date(),
        address=lambda page: f"https://x.example/{page.module}/{page.id}",
    )


def nothing(course: Catalogue) -> SupervisionSheet:
    """Of somebody who has just begun."""
    return sheet(
        course,
        progress=progress(course, (), ()),
        missed=(),
        handed_in=False,
        cases=(),
        change=change(course.reflection, None, None),
        after=None,
        notes=None,
    )


def read(data: SupervisionSheet) -> PdfReader:
    made = supervision_pdf(data)
    assert made is not None
    return PdfReader(io.BytesIO(made))


def test_every_word_of_the_sheet_stands_on_paper(course: Catalogue) -> None:
    data = sheet(course)
    said = words(read(data))
    parts = [data.heading, data.made, data.own, data.no_cases, data.missed_heading, data.remarks_heading]
    parts += [text for pair in (*data.modules, *data.cases) for text in pair]
    parts += [text for group in data.missed for line in group.lines for text in (group.rule, line.text, line.because)]
    parts += [
        text for line in data.confidence for text in (line.text, f"Before: {line.before}", f"After: {line.after}")
    ]
    parts += ["I will… ask at every handover", *data.competences, "Ask first. Then tell."]
    assert [part for part in parts if " ".join(part.split()) not in said] == []


def test_it_is_tagged_and_says_its_language_and_title(course: Catalogue) -> None:
    pdf = read(sheet(course))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"Supervision sheet: {course.course.title}"
    kinds = [kind for kind, _ in tags(root["/StructTreeRoot"])]
    assert kinds.count("/H1") == 1 and kinds.count("/H2") == 8 and "/Link" in kinds


def test_each_missed_statement_leads_to_its_page(course: Catalogue) -> None:
    data = sheet(course)
    links = {
        str(note.get_object()["/A"]["/URI"]) for page in read(data).pages for note in page.get("/Annots", ()) or ()
    }
    assert links == {line.address for group in data.missed for line in group.lines}
    assert len(links) > 4


def test_notes_stand_on_it_only_where_they_were_asked_for(course: Catalogue) -> None:
    assert "My notes" not in words(read(sheet(course, notes=None)))
    assert "I have no notes." in words(read(sheet(course, notes=())))


def test_of_a_beginner_it_says_kindly_that_there_is_nothing_yet(course: Catalogue) -> None:
    data = nothing(course)
    said = words(read(data))
    for line in (data.no_missed, data.no_cases_done, data.no_confidence, data.no_change):
        assert line in said
    assert said.count("Not started") == 5
    assert data.remarks_heading in said


def test_with_everything_right_it_says_so(course: Catalogue) -> None:
    assert sheet(course, missed=()).no_missed.startswith("None: my newest answer")


def test_days_are_days_in_london_and_a_case_that_is_gone_keeps_its_id(course: Catalogue) -> None:
    assert sheet(course).cases == (
        ("The packed lunch", "the whole case, 1 July 2026"),
        ("gone", "the short form, 22 November 2026"),
    )


@pytest.mark.parametrize("nasty", ['#link("x")[y] $a$ *b* _c_ \\ <d> @e', "= Heading", "`raw` // comment", "Łódź, Ærø"])
def test_what_somebody_typed_is_text_and_nothing_else(nasty: str, course: Catalogue) -> None:
    data = dataclasses.replace(
        sheet(course), name=nasty, intended_change=nasty, notes=(NoteLine("Be open", f"{nasty}\n\n{nasty}"),)
    )
    said = words(read(data))
    assert said.count(" ".join(nasty.split())) >= 3


def test_a_note_of_the_greatest_length_only_makes_more_pages(course: Catalogue) -> None:
    short = read(sheet(course, notes=None))
    data = dataclasses.replace(sheet(course), notes=tuple(NoteLine(f"Page {n}", "x" * 2_000) for n in range(9)))
    long = read(data)
    assert len(long.pages) > len(short.pages)
    lines = [line for page in long.pages for line in page.extract_text().splitlines() if line.count("x") > 10]
    assert max(map(len, lines)) < 130, "a word wider than the paper is broken"
    assert sum(line.count("x") for line in lines) == 9 * 2_000
