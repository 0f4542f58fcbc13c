"""Faults between quizzes and pages: what is shown where, what is taught where, and whether guessing passes a module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from course.catalogue.names import Names, own_id
from course.catalogue.page_texts import PageText
from course.catalogue.problems import Problems
from course.catalogue.schemas import QuizForm, StatementForm
from course.catalogue.sources import Book, Doc

Pages = Mapping[str, list[PageText]]


@dataclass(frozen=True, slots=True)
class Teaching:
    """A page, or a case, that names a statement as taught there."""

    page: str
    statement: str
    path: str
    line: int


def check_quizzes(book: Book, pages: Pages, names: Names, problems: Problems) -> None:
    """Every fault of quizzes, their markers and their statements."""
    _check_markers(book, pages, names, problems)
    teachings = list(_teachings(book, pages))
    homes = {statement.id: statement.taught_on for doc in book.quizzes for statement in doc.form.statements}
    for doc in book.quizzes:
        for number, statement in enumerate(doc.form.statements):
            _check_statement(doc, number, statement, teachings, names, problems)
    for teaching in teachings:
        _check_teaching(teaching, homes, names, problems)
    if book.course is not None:
        _check_constant_answers(book, pages, book.course.form.pass_mark, problems)


def _check_markers(book: Book, pages: Pages, names: Names, problems: Problems) -> None:
    shown: dict[str, str] = {}
    for path, page in ((path, page) for path, found in pages.items() for page in found):
        if page.marker is None or page.marker.kind != "quiz" or not page.marker.name:
            continue
        quiz, line = page.marker.name, page.marker.line
        if not names.holds("quiz", quiz):
            problems.error(path, line, f"there is no quiz `{quiz}`", f"make quizzes/{quiz}.yaml, or mend the name")
        elif quiz in shown:
            problems.error(
                path, line, f"the quiz `{quiz}` is shown already on {shown[quiz]}", "show it on one page only"
            )
        elif page.id != quiz:
            problems.error(path, line, f"the page of the quiz `{quiz}` has the id `{page.id}`", "give both the same id")
        shown.setdefault(quiz, f"the page `{page.id}`")
    for source in book.of_kind("quiz"):
        if own_id(source) not in shown and "page" not in names.unsure:
            mend = f"put `{{{{ quiz {own_id(source)} }}}}` on the page that is to show it"
            problems.error(source.path, source.line("id"), f"no page shows the quiz `{own_id(source)}`", mend)


def _teachings(book: Book, pages: Pages) -> Iterator[Teaching]:
    for path, found in pages.items():
        for page in (page for page in found if page.id):
            yield from (Teaching(page.id, statement, path, page.line) for statement in page.teaches)
    for case in book.cases:
        for number, statement in enumerate(case.form.teaches):
            yield Teaching(case.form.id, statement, case.path, case.line("teaches", number))


def _check_statement(
    doc: Doc[QuizForm],
    number: int,
    statement: StatementForm,
    teachings: list[Teaching],
    names: Names,
    problems: Problems,
) -> None:
    page, line = statement.taught_on, doc.line("statements", number, "taught_on")
    if not names.holds("rule", statement.rule):
        message = f"the statement `{statement.id}` names an unknown golden rule `{statement.rule}`"
        problems.error(
            doc.path, doc.line("statements", number, "rule"), message, "use an id of content/golden-rules.yaml"
        )
    if not names.holds("page", page):
        message = f"the statement `{statement.id}` is taught on an unknown page `{page}`"
        problems.error(doc.path, line, message, "give the id of a page of a module")
    elif "page" not in names.unsure and not any(
        teaching.page == page and teaching.statement == statement.id for teaching in teachings
    ):
        home = names.homes["page", page]
        message = f"the page `{page}` does not name the statement `{statement.id}` back"
        problems.error(doc.path, line, message, f"add it to `teaches` in {home.path}:{home.line}")


def _check_teaching(teaching: Teaching, homes: Mapping[str, str], names: Names, problems: Problems) -> None:
    statement = teaching.statement
    if not names.holds("statement", statement):
        message = f"the page `{teaching.page}` teaches an unknown statement `{statement}`"
        problems.error(teaching.path, teaching.line, message, "give the id of a statement of a quiz, or take it out")
    elif homes.get(statement, teaching.page) != teaching.page:
        message = f"the page `{teaching.page}` teaches `{statement}`, which is taught on `{homes[statement]}`"
        problems.error(teaching.path, teaching.line, message, "take it out, or change `taught_on` in the quiz")


def _check_constant_answers(book: Book, pages: Pages, pass_mark: int, problems: Problems) -> None:
    """No module is passed by one answer given throughout, and none without any statement."""
    answers = {doc.form.id: [statement.answer for statement in doc.form.statements] for doc in book.quizzes}
    for source in book.of_kind("module"):
        shown = [page.marker.name for page in pages[source.path] if page.marker and page.marker.kind == "quiz"]
        if any(quiz not in answers for quiz in shown):
            continue  # The quiz has faults of its own, or does not exist, which is told elsewhere.
        given = [answer for quiz in shown for answer in answers[quiz]]
        if not given and source.yaml.readable:
            mend = "give it a page with a quiz"
            problems.error(source.path, source.line("id"), "the module has no quiz and would be passed unread", mend)
        for answer in {True, False}:
            right = given.count(answer)
            if given and 100 * right >= pass_mark * len(given):
                message = f"answering “{str(answer).lower()}” throughout passes the module ({right} of {len(given)})"
                problems.error(source.path, source.line("id"), message, "balance the right answers of its quizzes")
