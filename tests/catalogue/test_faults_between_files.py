"""Faults that no file knows of itself: what one file says of another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.catalogue.small_course import (
    CARD,
    CASE,
    CHART,
    COURSE,
    FILES,
    GLOSSARY,
    MODULE,
    QUIZ,
    RULES,
    changed,
    read,
)

Told = list[tuple[str, int, str]]
SECOND_QUIZ = FILES[QUIZ].replace("record-quiz", "second-quiz").replace("write-it-down", "a").replace("no-paper", "b")
SECOND_PAGE = "# Second {#second-quiz minutes=1 teaches=\"a b\"}\n\n{{ quiz second-quiz }}\n"  # fmt: skip
STATEMENT = FILES[QUIZ][FILES[QUIZ].index("  - id: write") : FILES[QUIZ].index("  - id: no")]
FRONT_MATTER = FILES[MODULE].partition("cases_required")[0].replace("id: golden-rules", "id: two") + "---\n"


def told(tmp_path: Path, files: Mapping[str, str]) -> Told:
    """Every error of the files, its message alone."""
    _, problems = read(tmp_path, files)
    return [(problem.path, problem.line, problem.message) for problem in problems if problem.severity == "error"]


def has(found: Told, path: str, line: int, words: str) -> bool:
    return any((path, line) == place[:2] and words in place[2] for place in found)


FIRST_RULE = "because: Others need to know.\n    rule: record"
QUIZ_MARK = "{{ quiz record-quiz }}"
NO = '- answer: "No"\n        to: '
END = "  - id: recorded\n"
NEW_END = "    title: A\n    text: B\n"
NEW_RULE = "  - id: be-open\n    number: 1\n    name: A\n    gist: B\n    earlier: []\n"
ONE = [
    (QUIZ, FIRST_RULE, FIRST_RULE.replace("record", "kind"), QUIZ, 10, "unknown golden rule `kind`"),
    (MODULE, '"write-it-down no-paper"', '"write-it-down no-paper nobody"', MODULE, 12, "unknown statement `nobody`"),
    (MODULE, '"write-it-down no-paper"', '"write-it-down"', QUIZ, 18, "does not name the statement `no-paper` back"),
    (MODULE, "# Quiz {#record-quiz", "# Quiz {#a-quiz", MODULE, 48, "`record-quiz` has the id `a-quiz`"),
    (MODULE, QUIZ_MARK, "Nothing.", QUIZ, 1, "no page shows the quiz `record-quiz`"),
    (MODULE, QUIZ_MARK, f"Now: {QUIZ_MARK}", MODULE, 48, "is not alone on its line"),
    (MODULE, QUIZ_MARK, f"{QUIZ_MARK}\n\n{QUIZ_MARK}", MODULE, 50, "one quiz or flowchart at most"),
    (MODULE, QUIZ_MARK, f"/// details | Quiz\n{QUIZ_MARK}\n///", MODULE, 49, "stands in a block"),
    (MODULE, QUIZ_MARK, "{{ quiz }}", MODULE, 48, "the quiz marker names no quiz"),
    (MODULE, QUIZ_MARK, "{{ quiz other }}", MODULE, 48, "there is no quiz `other`"),
    (MODULE, "{{ flowchart }}", "{{ flowchart top }}", MODULE, 38, "takes no name"),
    (MODULE, "Two statements.", "{{ flowchart }}", MODULE, 48, "one quiz or flowchart at most"),
    (MODULE, "Write it down and", "{{ flowchart }}\n\nWrite it down and", MODULE, 40, "stands also in"),
    (MODULE, "{{ cases }}", "", CASE, 1, "no module shows the cases"),
    (MODULE, "{{ cases }}", "{{ cases }}\n\nMore.", MODULE, 42, "does not stand between two pages"),
    (MODULE, "Two statements.", "{{ cases }}", MODULE, 46, "does not stand between two pages"),
    (MODULE, "cases_required: 1", "cases_required: 2", MODULE, 9, "2 cases are required and 1 are shown"),
    (MODULE, "# The question {#question", "# The question {#record", MODULE, 34, "the page id `record` stands already"),
    (MODULE, "# The question {#question", "# The question {#lunch", MODULE, 34, "the page id `lunch` stands already"),
    (MODULE, "id: golden-rules", "id: golden", MODULE, 2, "the name of the file does not match its id"),
    (QUIZ, "id: no-paper", "id: write-it-down", QUIZ, 13, "the statement id `write-it-down` stands already"),
    (QUIZ, "answer: false", "answer: true", MODULE, 2, "answering “true” throughout passes the module (2 of 2)"),
    (QUIZ, "id: record-quiz", "id: writing-quiz", QUIZ, 1, "the name of the file does not match its id"),
    (CARD, "id: card", "id: post-card", CARD, 2, "the name of the file does not match its id"),
    (CASE, "number: 1", "number: 2", CASE, 1, "does not match id and number"),
    (CASE, "grade: best", "grade: partly", CASE, 22, "decision `why`: no option is `best`"),
    (CASE, "foundation:\n  - why", "foundation:\n  - how", CASE, 15, "unknown decision `how`"),
    (CASE, "question: purpose", "question: recorded", CASE, 18, "no key question `recorded`"),
    (CASE, "      - record\n", "      - kind\n", CASE, 20, "no golden rule `kind`"),
    (CASE, "id: lunch-time", "id: nothing", CASE, 27, "the option id `nothing` stands twice"),
    (CHART, "start: purpose", "start: recorded", CHART, 10, "the start `recorded` is no question"),
    (CHART, f"{NO}recorded", f"{NO}nowhere", CHART, 26, "unknown box `nowhere`"),
    (CHART, f"{NO}recorded", f"{NO}purpose", CHART, 12, "leads back to it"),
    (CHART, 'answer: "No"', 'answer: "Yes"', CHART, 25, "has the answer “Yes” twice"),
    (CHART, END, f"{END.replace('recorded', 'second')}    title: recorded\n    text: B\n{END}", CHART, 34, "same title"),
    (CASE, "foundation:\n  - why", "foundation:\n  - why\n  - why", CASE, 16, "the short form goes round: `why`"),
    (CASE, "text: For lunch.", "text: for  nothing.", CASE, 28, "an option says the same as another"),
    (CHART, END, f"  - id: purpose\n{NEW_END}{END}", CHART, 30, "stands already"),
    (CHART, END, f"  - id: lost\n{NEW_END}{END}", CHART, 30, "leads to the box `lost`"),
    (RULES, "number: 1", "number: 2", RULES, 2, "has the number 2"),
    (RULES, "      - 7", "      - 8", RULES, 7, "no earlier rule 8"),
    (RULES, "  - number: 7", "  - number: 7\n    text: A.\n  - number: 7", RULES, 11, "stands twice"),
    (RULES, "  - id: record\n", f"{NEW_RULE}  - id: record\n", RULES, 2, "no page explains the rule `be-open`"),
    (GLOSSARY, "      - dsl", "      - lead", GLOSSARY, 8, "points to an unknown term `lead`"),
    (GLOSSARY, "      - DSL", "      - front door", GLOSSARY, 12, "belongs to `front-door` already"),
    (GLOSSARY, "id: dsl", "id: front-door", GLOSSARY, 9, "the term id `front-door` stands already"),
    (COURSE, "  - golden-rules", "  - golden-rules\n  - silver-rules", COURSE, 20, "unknown module `silver-rules`"),
    (COURSE, "  - golden-rules", "  - golden-rules\n  - golden-rules", COURSE, 20, "stands twice"),
    (COURSE, "      - record", "      - recrod", COURSE, 26, "unknown page `recrod`"),
    (COURSE, "      - write-it-down", "      - write", COURSE, 28, "unknown statement `write`"),
    (COURSE, '  - edition: "2026.1"', '  - edition: "2026.10"', COURSE, 21, "the change is of edition 2026.10"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "where", "line", "words"), ONE, ids=lambda value: str(value)[:40])
def test_a_fault_between_files_is_told(
    path: str, old: str, new: str, where: str, line: int, words: str, tmp_path: Path
) -> None:
    assert has(told(tmp_path, changed(path, old, new)), where, line, words)


def test_a_statement_taught_on_an_unknown_page_is_told(tmp_path: Path) -> None:
    quiz = FILES[QUIZ].replace("taught_on: record", "taught_on: recrod", 1)
    found = told(tmp_path, {**FILES, QUIZ: quiz})
    assert has(found, QUIZ, 11, "is taught on an unknown page `recrod`")
    assert has(found, MODULE, 12, "teaches `write-it-down`, which is taught on `recrod`")


def test_a_quiz_shown_on_two_pages_is_told(tmp_path: Path) -> None:
    module = FILES[MODULE] + "\n# Again {#again minutes=1}\n\n{{ quiz record-quiz }}\n"
    assert has(told(tmp_path, {**FILES, MODULE: module}), MODULE, 52, "is shown already on the page `record-quiz`")


def test_the_statements_of_all_quizzes_of_a_module_are_balanced_together(tmp_path: Path) -> None:
    all_true = {**FILES, QUIZ: FILES[QUIZ].replace("answer: false", "answer: true")}
    all_false = SECOND_QUIZ.replace("answer: true", "answer: false").replace(
        "taught_on: record", "taught_on: second-quiz"
    )
    module = FILES[MODULE] + "\n" + SECOND_PAGE
    assert told(tmp_path, {**all_true, MODULE: module, "quizzes/second-quiz.yaml": all_false}) == []


@pytest.mark.parametrize(("pass_mark", "passable"), [(80, True), (81, False)])
def test_a_constant_answer_is_held_against_the_pass_mark_in_whole_numbers(
    pass_mark: int, passable: bool, tmp_path: Path
) -> None:
    statement = STATEMENT.replace("write-it-down", "{}").replace("answer: false", "answer: true")
    files = changed(MODULE, "no-paper", "no-paper a b c")
    files[QUIZ] += "".join(statement.format(name) for name in "abc")
    files[COURSE] += f"pass_mark: {pass_mark}\n"
    assert has(told(tmp_path, files), MODULE, 2, "passes the module (4 of 5)") is passable


def test_a_module_without_a_quiz_is_told(tmp_path: Path) -> None:
    module = f"{FRONT_MATTER}\n# A {{#a minutes=1}}\n"
    files = changed(COURSE, "  - golden-rules", "  - golden-rules\n  - two")
    found = told(tmp_path, {**files, "content/modules/2-two.md": module})
    assert found == [("content/modules/2-two.md", 2, "the module has no quiz and would be passed unread")]


def test_a_module_that_the_order_lacks_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, {**FILES, "content/modules/2-two.md": FRONT_MATTER})
    assert has(found, COURSE, 18, "the order of modules lacks `two`")
    assert has(found, "content/modules/2-two.md", 10, "the module has no page")


def test_a_way_that_goes_round_over_two_questions_is_told_at_both(tmp_path: Path) -> None:
    chart = FILES[CHART]
    question = chart[chart.index("  - id: purpose") : chart.index("ends:")]
    second = question.replace("id: purpose", "id: second").replace("to: recorded", "to: purpose")
    first = question.replace("to: recorded", "to: second", 1)
    found = told(tmp_path, {**FILES, CHART: chart.replace(question, first + second)})
    assert has(found, CHART, 12, "the way from `purpose` leads back to it")
    assert has(found, CHART, 29, "the way from `second` leads back to it")


def test_a_question_without_branches_is_a_way_without_an_end(tmp_path: Path) -> None:
    chart = FILES[CHART]
    branches = chart[chart.index("    branches:") : chart.index("    not_sure")]
    found = told(tmp_path, changed(CHART, branches, "    branches: []\n"))
    assert has(found, CHART, 21, "the way ends without an end at `purpose`")
    assert has(found, CHART, 24, "no way from the start leads to the box `recorded`")
