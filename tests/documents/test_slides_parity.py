"""Slides that say something else than the files are found out: the comparison of the parity tests can fail here as well."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.documents.slide_values import Slide
from course.documents.tree import Block, Statement, paragraph
from tests.documents import course_as_written as written
from tests.documents.parity import faults, leaks, secrets
from tests.documents.slide_words import deck, decks, faces, notes

some = settings(max_examples=15, deadline=None)
SAID = [said for quiz in written.quizzes() for said in quiz.statements]
STORIED = [said for said in SAID if said.since_2016]
PAGES = [page for page in written.pages() if page.key_points]
OF_NOTES = ("statements", "answers", "reasons")


def with_statements(change: Callable[[Statement], Block | None]) -> str:
    """The notes of three hours, each statement in them changed."""
    made = []
    for slide in deck("three-hours"):
        blocks = [change(each) if isinstance(each, Statement) else each for each in slide.notes]
        made.append(replace(slide, notes=tuple(each for each in blocks if each is not None)))
    return notes(made)


def test_the_slides_as_they_are_have_no_fault() -> None:
    assert faults(with_statements(lambda each: each), OF_NOTES) == []
    assert faults(faces(decks("module-")), ("statements", "key-points")) == []


@some
@given(which=st.sampled_from(SAID))
def test_a_statement_that_is_dropped_from_the_notes_is_found(which: written.Said) -> None:
    told = faults(with_statements(lambda each: None if each.id == which.id else each), OF_NOTES)
    assert any(which.text in fault for fault in told)


@some
@given(which=st.sampled_from(SAID))
def test_an_answer_that_is_swapped_is_found(which: written.Said) -> None:
    swap = lambda each: replace(each, answer=not each.answer) if each.id == which.id else each  # noqa: E731
    assert any(f"answer of {which.id}" in fault for fault in faults(with_statements(swap), OF_NOTES))


@some
@given(which=st.sampled_from(SAID))
def test_a_reason_that_is_left_out_is_found(which: written.Said) -> None:
    less = lambda each: replace(each, because="") if each.id == which.id else each  # noqa: E731
    assert any(f"reason of {which.id}" in fault for fault in faults(with_statements(less), OF_NOTES))


@pytest.mark.parametrize("which", STORIED[:3], ids=lambda said: said.id)
def test_a_change_since_2016_that_is_left_out_is_found(which: written.Said) -> None:
    less = lambda each: replace(each, since_2016="") if each.id == which.id else each  # noqa: E731
    assert any(f"reason of {which.id}" in fault for fault in faults(with_statements(less), OF_NOTES))


@some
@given(which=st.sampled_from(PAGES), place=st.integers(0, 3))
def test_a_key_point_that_is_missing_on_its_slide_is_found(which: written.WrittenPage, place: int) -> None:
    gone = which.key_points[place % len(which.key_points)]

    def less(slide: Slide) -> Slide:
        if slide.title != which.title.replace("'", "’"):
            return slide
        return replace(slide, points=tuple(each for each in slide.points if written.bare(each.text) != gone))

    told = faults(faces(map(less, decks("module-"))), ("key-points",))
    assert any(which.id in fault and gone in fault for fault in told)


@some
@given(secret=st.sampled_from(sorted(secrets())))
def test_a_reason_or_a_note_on_the_face_of_a_slide_is_found(secret: str) -> None:
    made = deck("twenty-minutes")
    assert secret in leaks(faces([*made, replace(made[0], lead=secret)]))
    assert secret not in leaks(faces([*made, replace(made[0], notes=(paragraph(secret),))]))
