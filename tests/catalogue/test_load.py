"""What the loader makes of a valid course, what it warns of, and what it does with what is no file of the course."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from course.catalogue.check import Problem
from course.catalogue.schemas import schemas
from tests.catalogue.small_course import CARD, CASE, COURSE, FILES, GLOSSARY, MODULE, QUIZ, TODAY, changed, good, read


def warnings(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [(problem.path, problem.line, problem.message) for problem in problems if problem.severity == "warning"]


def test_pages_stand_in_order_with_the_cases_in_their_place(tmp_path: Path) -> None:
    module = good(tmp_path).modules[0]
    assert [(page.number, page.id, page.kind, page.minutes) for page in module.pages] == [
        (1, "record", "text", 2),
        (2, "question", "flowchart", 2),
        (3, "lunch", "case", 3),
        (4, "record-quiz", "quiz", 3),
    ]
    assert module.quizzes == ("record-quiz",)
    assert module.cases_required == 1


def test_a_page_holds_its_parts(tmp_path: Path) -> None:
    page = good(tmp_path).page("record")
    assert page is not None
    assert page.teaches == ("write-it-down", "no-paper")
    assert page.key_points == ("Write it down.",)
    assert page.terms == ("front-door",)
    assert "Ask who writes" in page.facilitator
    assert "Ask who writes" not in page.before + page.after + page.text
    assert page.text.startswith("Write it down and tell the front door: . See when not.")


def test_a_flowchart_page_is_divided_around_its_marker(tmp_path: Path) -> None:
    page = good(tmp_path).page("question")
    assert page is not None
    assert (page.before, page.after) == ('<p id="p.1">Before.</p>', '<p id="p.2">After.</p>')


def test_a_page_without_a_marker_has_nothing_after_it(tmp_path: Path) -> None:
    page = good(tmp_path).page("record")
    assert page is not None
    assert page.after == ""


def test_a_case_page_takes_all_from_its_case(tmp_path: Path) -> None:
    catalogue = good(tmp_path)
    page, case = catalogue.page("lunch"), catalogue.cases["lunch"]
    assert page is not None
    assert (page.title, page.case, page.before, page.after) == ("The lunch", "lunch", "", "")
    assert page.terms == ("dsl", "front-door")
    assert case.decisions[0].options[1].consequence == "<p>He eats.</p>"
    assert case.decisions[0].reveals == "<p>He smiles.</p>"
    assert (
        case.scenario
        == '<p id="p.1">A boy has no lunch. You are his <a class="term" href="#term-dsl" id="word-dsl">DSL</a>.</p>'
    )


def test_the_flowchart_numbers_its_questions_and_marks_no_terms(tmp_path: Path) -> None:
    chart = good(tmp_path).flowchart
    assert [(question.number, question.id) for question in chart.questions] == [(1, "purpose")]
    assert [branch.to for branch in chart.questions[0].branches] == ["recorded", "recorded"]
    assert chart.banner_text == '<p>Call 999. <span class="local" data-slot="front-door">⟦local:front-door⟧</span></p>'


def test_values_that_a_course_leaves_out_have_their_standing_numbers(tmp_path: Path) -> None:
    course = good(tmp_path).course
    assert (course.pass_mark, course.valid_months, course.refresher_window_days, course.grace_days) == (80, 24, 60, 14)
    assert (course.due_days, course.follow_up_weeks) == (30, 8)


def test_rules_terms_slots_and_references_are_kept_by_id(tmp_path: Path) -> None:
    catalogue = good(tmp_path)
    assert catalogue.rules["record"].earlier == (7,)
    assert catalogue.earlier_rules == {7: "Keep a record."}
    assert catalogue.terms["front-door"].see == ("dsl",)
    assert list(catalogue.slots) == ["front-door"]
    assert 'href="/modules/golden-rules/record"' in catalogue.references["card"].html


def test_plain_texts_get_the_same_marks_as_markdown(tmp_path: Path) -> None:
    files = changed(QUIZ, "text: Nobody writes it down.", "text: Don't \"write\" the parents' names.")
    assert good(tmp_path, files).quizzes["record-quiz"].statements[1].text == "Don’t “write” the parents’ names."


@pytest.mark.parametrize("path", [CARD, GLOSSARY, QUIZ])
def test_the_digest_changes_with_any_file(path: str, tmp_path: Path) -> None:
    first = good(tmp_path / "first").digest
    second = good(tmp_path / "second", {**FILES, path: FILES[path] + "\n"}).digest
    assert first != second
    assert first == good(tmp_path / "third").digest


WARNINGS = [
    (MODULE, "minutes: 10", "minutes: 11", 4, "the module says 11 minutes, its pages take 10"),
    (MODULE, "law_as_at: 2026-11-22", "law_as_at: 2026-11-23", 7, "the law was checked on 2026-11-23"),
    (MODULE, "/// law | 2026-11-22", "/// law | 2027-01-01", 20, "the law was checked on 2027-01-01"),
    (COURSE, "review_due: 2027-05-22", "review_due: 2026-11-21", 7, "the review was due on 2026-11-21"),
    (CARD, "review_due: 2027-05-22", "review_due: 2026-01-01", 7, "the review was due on 2026-01-01"),
    (MODULE, "Two statements.", "It is. " * 70, 44, "outside 4 to 10"),
    (MODULE, "Two statements.", "Organisational considerations necessitate " * 30, 44, "outside 4 to 10"),
    (MODULE, "{{ flowchart }}", "", 1, "no page shows the flowchart"),
]


@pytest.mark.parametrize(("path", "old", "new", "line", "words"), WARNINGS)
def test_a_warning_does_not_keep_the_course_from_being_served(
    path: str, old: str, new: str, line: int, words: str, tmp_path: Path
) -> None:
    catalogue, problems = read(tmp_path, changed(path, old, new))
    assert catalogue is not None
    assert [(told[1], words in told[2]) for told in warnings(problems)] == [(line, True)]


@pytest.mark.parametrize(
    ("day", "overdue", "in_the_future"),
    [(TODAY, 0, 0), (TODAY - dt.timedelta(days=1), 0, 8), (dt.date(2027, 5, 22), 0, 0), (dt.date(2027, 5, 23), 2, 0)],
)
def test_dates_are_held_against_the_day_of_reading(
    day: dt.date, overdue: int, in_the_future: int, tmp_path: Path
) -> None:
    _, problems = read(tmp_path, FILES, today=day)
    told = [message for _, _, message in warnings(problems)]
    assert sum("the review was due" in message for message in told) == overdue
    assert sum("in the future" in message for message in told) == in_the_future
    assert len(told) == overdue + in_the_future


def test_law_and_tables_do_not_count_for_the_reading_age(tmp_path: Path) -> None:
    hard = "Organisational considerations necessitate " * 30
    files = changed(MODULE, "You write it down.\n\nSource", f"{hard}\n\nSource")
    assert good(tmp_path, files).page("record") is not None


@pytest.mark.parametrize("cases", [(2, 3), (3, 2)])
def test_where_cases_are_chosen_the_minutes_of_any_choice_will_do(cases: tuple[int, int], tmp_path: Path) -> None:
    second = (
        FILES[CASE].replace("id: lunch\nnumber: 1", "id: tea\nnumber: 2").replace("minutes: 3", f"minutes: {cases[0]}")
    )
    first = FILES[CASE].replace("minutes: 3", f"minutes: {cases[1]}")
    catalogue, problems = read(tmp_path, {**FILES, CASE: first, "content/cases/2-tea.yaml": second})
    assert catalogue is not None
    assert problems == []


@pytest.mark.parametrize("path", [COURSE, "content/golden-rules.yaml", "content/flowchart.yaml", GLOSSARY])
def test_a_missing_file_is_told_and_nothing_that_follows_from_it(path: str, tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, {name: text for name, text in FILES.items() if name != path})
    assert catalogue is None
    assert [str(problem) for problem in problems] == [
        f"{path}:1: the file is missing: make it as docs/authoring.md shows"
    ]


def test_an_empty_folder_is_told_file_by_file(tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, {})
    assert catalogue is None
    assert [problem.path for problem in problems] == [
        "content/course.yaml",
        "content/flowchart.yaml",
        "content/glossary.yaml",
        "content/golden-rules.yaml",
        "content/local-slots.yaml",
        "content/modules",
        "content/reflection.yaml",
    ]


@pytest.mark.parametrize("path", [QUIZ, CASE, GLOSSARY, "content/flowchart.yaml", "content/golden-rules.yaml"])
def test_a_file_that_cannot_be_read_hides_no_other_fault_and_makes_none(path: str, tmp_path: Path) -> None:
    files = changed(CARD, "## More", "### More")
    _, problems = read(tmp_path, {**files, path: "a: b: c\n"})
    assert sorted(problem.path for problem in problems) == sorted([CARD, path])


def test_a_module_without_front_matter_is_one_fault(tmp_path: Path) -> None:
    _, problems = read(tmp_path, {**FILES, MODULE: FILES[MODULE].replace("---\n\n# Record", "\n# Record")})
    assert [(problem.path, problem.message) for problem in problems] == [
        (MODULE, "the front matter is missing or not closed")
    ]


def test_faults_of_many_files_come_together_in_order(tmp_path: Path) -> None:
    files = changed(CARD, "owner: Governance lead\n", "", changed(MODULE, "## Why", "### Why"))
    _, problems = read(tmp_path, changed(QUIZ, "answer: false", "answer: no", files))
    assert [(problem.path, problem.line) for problem in problems] == [(MODULE, 16), (CARD, 2), (QUIZ, 15)]


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [(b"title: caf\xe9\n", 1, "not UTF-8"), (b"a: 1\nb: \xff\n", 2, "not UTF-8"), (b"x" * 1_000_001, 1, "a megabyte")],
)
def test_a_file_that_is_no_text_is_told(raw: bytes, line: int, words: str, tmp_path: Path) -> None:
    read(tmp_path)
    (tmp_path / QUIZ).write_bytes(raw)
    _, problems = read(tmp_path, {})
    assert [(problem.path, problem.line) for problem in problems if words in problem.message] == [(QUIZ, line)]


def test_windows_line_ends_and_a_byte_order_mark_are_read_like_any_other(tmp_path: Path) -> None:
    good(tmp_path)
    path = tmp_path / MODULE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    catalogue, problems = read(tmp_path, {})
    assert catalogue is not None
    assert problems == []


def test_a_file_out_of_place_is_told_and_what_editors_leave_is_not(tmp_path: Path) -> None:
    beside = {"quizzes/old.yml": "x", "quizzes/.old.yaml.swp": "x", "quizzes/old.yaml~": "x", "content/LICENSE": "x"}
    catalogue, problems = read(tmp_path, {**FILES, **beside})
    assert catalogue is not None
    assert warnings(problems) == [("quizzes/old.yml", 1, "this file is not read")]


def test_a_problem_reads_as_file_line_what_and_mend() -> None:
    problem = Problem("quizzes/a.yaml", 3, "error", "`id` is missing", "add `id:`")
    assert str(problem) == "quizzes/a.yaml:3: `id` is missing: add `id:`"


def test_every_kind_of_file_has_a_schema_that_lets_nothing_unknown_in() -> None:
    kinds = {"case", "course", "flowchart", "glossary", "golden-rules", "local-slots", "module", "quiz", "reference"}
    found = schemas()
    assert set(found) == kinds | {"form", "plan", "reflection", "sheet"}
    assert all(schema["additionalProperties"] is False for schema in found.values())
