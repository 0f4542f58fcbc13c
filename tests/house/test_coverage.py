"""Every fact that the course has to hold has a home: `docs/coverage.md` names it for each row, and the home exists."""

import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from course.catalogue.model import Catalogue
from course.rules.casework import START, WHOLE, play
from tests.house import plan

COVERAGE = plan.ROOT / "docs" / "coverage.md"
PAGES = {f"A{number}" for number in range(1, 32)}
POP_UPS = {f"P{number}" for number in range(1, 8)}
OTHER_SOURCES = {f"C{number}" for number in range(1, 31)}
CHANGES = {f"D{number}" for number in range(1, 29)}
TERMS = {f"E{number}" for number in range(1, 42)}
DECISIONS = {f"K{case}.{decision}" for case in range(1, 9) for decision in range(1, 8)} | {"K5.5b"}
STATEMENTS = {
    *("1.1", "1.2", "1.3", "1.4"),
    *("2.1", "2.2", "2.3", "2.4"),
    *("3.1", "3.2", "3.3", "3.4", "3.5", "3.6"),
    *("4.1", "4.2", "4.3", "4.4", "4.5a", "4.5b", "4.6"),
    *(f"N{number}" for number in range(1, 30)),
}
KINDS = frozenset({"page", "question", "statement", "reference", "case", "term", "template", "decision"})


@dataclass(frozen=True)
class Row:
    """One row of the table: what has to be there, and where it is."""

    id: str
    where: str
    homes: tuple[str, ...]


def rows_of(text: str) -> list[Row]:
    """The rows of the table `| Row | Where | Home |`."""
    lines = [line.strip("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    assert cells[0] == ["Row", "Where", "Home"]
    return [Row(row, where, tuple(home.strip() for home in homes.split(","))) for row, where, homes in cells[2:]]


def rows() -> list[Row]:
    return rows_of(COVERAGE.read_text(encoding="utf-8"))


def statement_ids(catalogue: Catalogue) -> set[str]:
    return {statement.id for quiz in catalogue.quizzes.values() for statement in quiz.statements}


def decision_ids(catalogue: Catalogue) -> set[str]:
    """The decisions of all cases."""
    return {f"decision:{case.id}/{each.id}" for case in catalogue.cases.values() for each in case.decisions}


def existing(catalogue: Catalogue) -> set[str]:
    """Every home that the course itself has."""
    pages = {f"page:{page.id}" for module in catalogue.modules for page in module.pages}
    questions = {f"question:{question.id}" for question in catalogue.flowchart.questions}
    statements = {f"statement:{statement}" for statement in statement_ids(catalogue)}
    references = {f"reference:{reference}" for reference in catalogue.references}
    references |= {f"term:{term}" for term in catalogue.terms}
    cases = {f"case:{case}" for case in catalogue.cases} | decision_ids(catalogue)
    return pages | questions | statements | references | cases


def homeless(table: list[Row], catalogue: Catalogue) -> list[str]:
    """Rows whose home is not in the course, or of a kind that nobody knows."""
    found = existing(catalogue)
    named = [(row.id, home) for row in table for home in row.homes]
    return [f"{row}: {home}" for row, home in named if not home.startswith("template:/") and home not in found]


def test_every_row_stands_in_the_table_once_and_no_other() -> None:
    ids = [row.id for row in rows()]
    assert sorted(ids) == sorted(PAGES | POP_UPS | OTHER_SOURCES | CHANGES | TERMS | STATEMENTS | DECISIONS)


def test_fifty_statements_are_counted() -> None:
    assert len(STATEMENTS) == 50


def test_every_row_says_what_it_is_and_names_a_home_of_a_known_kind() -> None:
    assert [row for row in rows() if not row.where or {home.partition(":")[0] for home in row.homes} - KINDS] == []


def test_every_home_is_in_the_course(catalogue: Catalogue) -> None:
    assert homeless(rows(), catalogue) == []


@pytest.mark.parametrize(
    "home", ["page:no", "question:why", "statement:no", "reference:x", "case:y", "term:t", "decision:d", "cellar:z", ""]
)
def test_a_planted_row_without_a_home_is_found(home: str, catalogue: Catalogue) -> None:
    assert homeless([Row("A1", "Planted", (home,))], catalogue) == [f"A1: {home}"]


def test_every_address_that_is_a_home_answers(guest: FlaskClient) -> None:
    addresses = {home.removeprefix("template:") for row in rows() for home in row.homes if home.startswith("template:")}
    assert {address: guest.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_every_statement_of_the_quizzes_is_the_home_of_one_statement_row(catalogue: Catalogue) -> None:
    homes = [home.removeprefix("statement:") for row in rows() if row.id in STATEMENTS for home in row.homes]
    assert sorted(homes) == sorted(statement_ids(catalogue))


def test_every_decision_of_the_cases_is_the_home_of_one_decision_row_in_its_order(catalogue: Catalogue) -> None:
    homes = [home for row in rows() if row.id in DECISIONS for home in row.homes]
    assert homes == [f"decision:{case.id}/{each.id}" for case in catalogue.cases.values() for each in case.decisions]
    numbers = {row.id[1]: row.homes[0].partition(":")[2].partition("/")[0] for row in rows() if row.id in DECISIONS}
    assert numbers == {str(case.number): case.id for case in catalogue.cases.values()}


def test_every_decision_of_the_cases_is_shown_under_the_address_of_its_case(
    guest: FlaskClient, catalogue: Catalogue
) -> None:
    for case in catalogue.cases.values():
        route = START
        for decision in case.decisions:
            played = play(case, WHOLE, route)
            assert played is not None
            shown = guest.get(f"/cases/{case.id}/whole/{route}").get_data(as_text=True)
            assert f'<h1 class="case-ask">{escape(decision.ask)}</h1>' in shown
            route = played.with_choice(played.here.options[0]) + "."


def rows_in_the_quizzes() -> dict[str, str]:
    """The row that a comment above each statement of a quiz file names, by the statement's id."""
    marks = re.compile(r"^ *# *(?P<row>[0-9N][0-9a-b.]*)\b.*\n(?: *#.*\n)* *- id: (?P<id>\S+)$", re.MULTILINE)
    texts = (path.read_text(encoding="utf-8") for path in plan.files("quizzes", ".yaml"))
    return {found["id"]: found["row"] for text in texts for found in marks.finditer(text)}


def test_quiz_files_and_table_agree_about_the_rows() -> None:
    table = {row.homes[0].removeprefix("statement:"): row.id for row in rows() if row.id in STATEMENTS}
    assert rows_in_the_quizzes() == table


def test_every_case_and_every_key_question_is_the_home_of_something(catalogue: Catalogue) -> None:
    used = {home for row in rows() for home in row.homes}
    things = {home for home in existing(catalogue) if home.partition(":")[0] in ("case", "question")}
    assert things - used == set()
