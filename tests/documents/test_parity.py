"""Every output agrees with the files of the course word for word, and nothing stands where it must not.

The files are read on their own (`course_as_written`), not through the catalogue. That the comparison tells is proved by
`test_parity_mutations`.
"""

import pytest

from course.documents.tree import Statement
from tests.documents import course_as_written as written
from tests.documents.outputs import OTHERS, SHEETS, course, inside, made, outputs, ready_pack, whole_course
from tests.documents.parity import KINDS, faults, leaks, words_of
from tests.documents.parity_spoilt import SPOILT

FORMS = [(name, form) for name, output in outputs().items() for form in output.forms]
FOR_LEARNERS = [(name, form) for name, form in FORMS if outputs()[name].audience == "learners"]


def test_the_files_are_read_whole() -> None:
    counts = [len(written.quizzes()), len(written.cases()), len(written.terms()), len(written.pages())]
    pages = [page for module in course().modules for page in module.pages if not page.case]
    assert counts == [len(course().quizzes), len(course().cases), len(course().terms), len(pages)]
    said = [each for quiz in written.quizzes() for each in quiz.statements]
    assert len(said) == sum(len(quiz.statements) for quiz in course().quizzes.values()) >= 50
    assert sum(len(page.key_points) for page in written.pages()) == sum(len(page.key_points) for page in pages) >= 80
    assert all(page.facilitator for page in written.pages())


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_what_belongs_in_an_output_stands_in_it(name: str, form: str) -> None:
    output = outputs()[name]
    foot = () if form == "values" else ("edition",)
    words = output.forms[form]()
    assert faults(words, (*output.belongs, *foot)) == []
    for kind in (*output.belongs, *foot):
        for spoil in SPOILT[
            kind
        ]:  # here, where the words are there already: they take far longer to make than to compare
            assert faults(spoil(words, name), (kind,)), (kind, spoil.__name__)


def test_each_kind_of_thing_can_be_spoilt() -> None:
    assert SPOILT.keys() == KINDS.keys()


@pytest.mark.parametrize(("name", "form"), FOR_LEARNERS)
def test_learners_get_no_reason_and_no_note_for_the_facilitator(name: str, form: str) -> None:
    assert leaks(outputs()[name].forms[form]()) == []


@pytest.mark.parametrize(
    "name", [name for name in outputs() if name not in OTHERS and outputs()[name].audience == "learners"]
)
def test_no_value_that_learners_get_knows_an_answer(name: str) -> None:
    statements = [each for each in inside(made(name)) if isinstance(each, Statement)]
    assert [each.id for each in statements if each.answer is not None or each.because or each.since_2016] == []


@pytest.mark.parametrize("form", ["values", "pdf", "html"])
@pytest.mark.parametrize(("name", "fewest"), [("answer-key-reasons", 50), ("case-notes", 24)])
def test_what_is_kept_from_learners_is_found_in_what_trainers_get(name: str, fewest: int, form: str) -> None:
    assert len(leaks(outputs()[name].forms[form]())) >= fewest


def test_every_kind_of_thing_belongs_somewhere() -> None:
    belongs = {kind for output in outputs().values() for kind in output.belongs}
    elsewhere = {"edition", "cases-at-once"}  # in every form that has a foot; on the site (tests/web/test_web_parity)
    assert belongs == KINDS.keys() - elsewhere
    assert not set(SHEETS) & set(OTHERS)


def test_the_whole_course_for_everybody_knows_no_answer() -> None:
    statements = [each for each in inside(whole_course()) if isinstance(each, Statement)]
    assert len(statements) >= 50
    assert not any(each.answer is not None or each.because or each.since_2016 for each in statements)


def test_items_are_for_whom_their_sheets_are() -> None:
    shown = {item.id: item.audience for item in ready_pack().items if item.id in outputs()}
    assert shown == {name: outputs()[name].audience for name in shown}
    assert {"quiz-sheet", "answer-key", "case-cards", "case-notes"} < shown.keys()


def test_a_statement_says_the_same_in_every_printing() -> None:
    shown = [
        [(each.id, each.number, each.text) for each in inside(made(name)) if isinstance(each, Statement)]
        for name in SHEETS
    ]
    printings = [each for each in shown if len(each) >= 50]
    assert len(printings) == 4
    assert all(each == printings[0] for each in printings)
    assert all(text in words_of(made("quiz-sheet")) for _, _, text in printings[0])
