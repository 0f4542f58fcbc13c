"""An output that says something else than the files is found out: the comparison of the parity tests can fail.

Each mutation changes the values of one output in one place. What is found must name the thing that was changed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.documents.tree import Block, Box, Bullets, Card, Definitions, Paragraph, Sheet, Statement, paragraph, plain
from tests.documents import course_as_written as written
from tests.documents.outputs import SHEETS, made
from tests.documents.parity import faults, leaks, secrets, words_of

SAID = [said for quiz in written.quizzes() for said in quiz.statements]
STORIED = next(said for said in SAID if said.since_2016)
PRINTINGS = ("quiz-sheet", "quiz-sheet-large", "answer-key", "answer-key-reasons")
KEYS = ("answer-key", "answer-key-reasons")

some = settings(max_examples=25)

Change = Callable[[Any], Block | None]


def found(name: str, sheet: Sheet) -> str:
    return "\n".join(faults(words_of(sheet), SHEETS[name][0]))


def changed(sheet: Sheet, change: Change) -> Sheet:
    """The sheet with one block changed or, for None, left out: the first that `change` does not give back as it was."""
    for place, block in enumerate(sheet.blocks):
        new = change(block)
        if new != block:
            instead = () if new is None else (new,)
            return replace(sheet, blocks=(*sheet.blocks[:place], *instead, *sheet.blocks[place + 1 :]))
    raise AssertionError("nothing was changed")


def statement(which: str, change: Change) -> Change:
    return lambda block: change(block) if isinstance(block, Statement) and block.id == which else block


def card(kind: str, change: Callable[[Block], Block | None]) -> Change:
    """A change of one block within the first card of that kind."""
    return lambda block: _inner(block, change) if isinstance(block, Card) and block.kind == kind else block


def _inner(block: Card, change: Callable[[Block], Block | None]) -> Card:
    return replace(block, blocks=tuple(new for each in block.blocks if (new := change(each)) is not None))


def swapped(bullets: Bullets) -> Bullets:
    first, second, *rest = bullets.items
    return replace(bullets, items=(second, first, *rest))


@pytest.mark.parametrize("name", PRINTINGS)
@some
@given(which=st.sampled_from(SAID))
def test_a_statement_that_is_dropped_is_found(name: str, which: written.Said) -> None:
    told = found(name, changed(made(name), statement(which.id, lambda said: None)))
    assert f"statement: missing or out of order: {which.text}" in told


@pytest.mark.parametrize("name", PRINTINGS)
@some
@given(which=st.sampled_from(SAID))
def test_a_statement_with_one_word_more_is_found(name: str, which: written.Said) -> None:
    more = statement(which.id, lambda said: replace(said, text=said.text.replace(" ", " not ", 1)))
    assert which.text in found(name, changed(made(name), more))


@pytest.mark.parametrize("name", KEYS)
@some
@given(which=st.sampled_from(SAID))
def test_an_answer_that_is_swapped_is_found(name: str, which: written.Said) -> None:
    swap = statement(which.id, lambda said: replace(said, answer=not said.answer))
    assert f"answer of {which.id}" in found(name, changed(made(name), swap))


@pytest.mark.parametrize("name", ["quiz-sheet", "quiz-sheet-large"])
@some
@given(which=st.sampled_from(SAID))
def test_an_answer_on_a_blank_sheet_is_found(name: str, which: written.Said) -> None:
    answered = statement(which.id, lambda said: replace(said, answer=which.answer))
    assert f"boxes of {which.id}" in found(name, changed(made(name), answered))


@some
@given(which=st.sampled_from(SAID), place=st.integers(0, 30))
def test_a_reason_that_lost_a_word_is_found(which: written.Said, place: int) -> None:
    words = which.because.split()
    less = " ".join(words[: place % len(words)] + words[place % len(words) + 1 :])
    sheet = changed(made("answer-key-reasons"), statement(which.id, lambda said: replace(said, because=less)))
    assert f"reason of {which.id}" in found("answer-key-reasons", sheet)


def test_a_change_since_2016_that_is_left_out_is_found() -> None:
    sheet = changed(made("answer-key-reasons"), statement(STORIED.id, lambda said: replace(said, since_2016="")))
    assert f"reason of {STORIED.id}" in found("answer-key-reasons", sheet)


def test_statements_in_another_order_are_found() -> None:
    sheet = made("quiz-sheet")
    one, two = [place for place, each in enumerate(sheet.blocks) if isinstance(each, Statement)][:2]
    blocks = list(sheet.blocks)
    blocks[one], blocks[two] = blocks[two], blocks[one]
    assert "missing or out of order" in found("quiz-sheet", replace(sheet, blocks=tuple(blocks)))


@pytest.mark.parametrize("letter", ["a", "b", "c"])
def test_a_choice_that_is_left_out_is_found(letter: str) -> None:
    def without(block: Block) -> Block | None:
        return None if isinstance(block, Paragraph) and plain(block.line).startswith(f"{letter} ") else block

    told = found("case-cards", changed(made("case-cards"), card("Decision 3", without)))
    assert f"case {written.cases()[0].id}, decision 3" in told


def test_what_follows_that_stands_under_another_choice_is_found() -> None:
    sheet = made("case-cards")
    one, two = [
        place for place, each in enumerate(sheet.blocks) if isinstance(each, Card) and "follows from" in each.kind
    ][:2]
    first, second = sheet.blocks[one], sheet.blocks[two]
    assert isinstance(first, Card) and isinstance(second, Card)
    blocks = list(sheet.blocks)
    blocks[one], blocks[two] = replace(first, blocks=second.blocks), replace(second, blocks=first.blocks)
    assert "decision 1" in found("case-cards", replace(sheet, blocks=tuple(blocks)))


@pytest.mark.parametrize("kind", ["Role", "What happens next", "Decision 2", "Decision 2: what follows from a"])
def test_a_card_that_is_missing_is_found(kind: str) -> None:
    without: Change = lambda block: None if isinstance(block, Card) and block.kind == kind else block  # noqa: E731
    told = found("case-cards", changed(made("case-cards"), without))
    assert written.cases()[0].id in told


def test_key_points_that_are_swapped_are_found() -> None:
    def swap(block: Block) -> Block:
        if isinstance(block, Box) and block.kind == "key-points" and isinstance(block.blocks[0], Bullets):
            return replace(block, blocks=(swapped(block.blocks[0]), *block.blocks[1:]))
        return block

    assert f"key points of {written.pages()[0].id}" in found("pages", changed(made("pages"), swap))


@some
@given(which=st.sampled_from(written.terms()))
def test_a_term_that_is_missing_is_found(which: tuple[str, str]) -> None:
    def without(block: Block) -> Block:
        if isinstance(block, Definitions):
            return replace(block, pairs=tuple(pair for pair in block.pairs if plain(pair[0]) != written_as(which[0])))
        return block

    assert f"term: missing, changed or out of order: {which[0]}" in found(
        "handout-glossary", changed(made("handout-glossary"), without)
    )


def written_as(term: str) -> str:
    """A term as print sets it."""
    return term.replace("'", "’")


def test_another_edition_is_found() -> None:
    edition = str(written.course()["edition"])
    assert faults(f"The course · Edition {edition} · Law checked", ("edition",)) == []
    for other in (f"Edition {edition}1", f"Edition {edition}.1", "Edition 2016.1", ""):
        assert faults(f"The course · {other} · Law checked", ("edition",)) == [f"edition {edition} is not named"]


@some
@given(secret=st.sampled_from(sorted(secrets())))
def test_a_reason_or_a_note_on_a_sheet_for_learners_is_found(secret: str) -> None:
    sheet = made("quiz-sheet")
    assert secret in leaks(words_of(replace(sheet, blocks=(*sheet.blocks, paragraph(secret)))))
