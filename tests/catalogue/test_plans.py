"""Plans and sheets for a room: read as they are written, every fault told with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.catalogue.model import Plan
from course.catalogue.teaching import MADE_SHEETS
from tests.catalogue.small_course import CASE, FILES, MODULE, QUIZ, changed, good, read
from tests.catalogue.small_teaching import PLAN, PLAN_FILE, SHEET, SHEET_FILE, WITH_PLAN
from tests.shipped import shipped

WORK = "    do: Read the story.\n"
SECOND_SHEET = "content/sheets/second.md"
SECOND_PLAN = "content/plans/second.yaml"
SECOND_MODULE = (
    f"{FILES[MODULE].partition('cases_required')[0].replace('id: golden-rules', 'id: two')}---\n\n"
    '# Second {#second-quiz minutes=1 teaches="a b"}\n\n{{ quiz second-quiz }}\n'
)


def line_of(text: str) -> int:
    """The line on which a text begins in the plan."""
    return PLAN[: PLAN.index(text)].count("\n") + 1


def told(tmp_path: Path, files: dict[str, str]) -> list[tuple[str, int, str]]:
    """Every problem: file, line, and its words with the way to mend it."""
    _, problems = read(tmp_path, files)
    return [(each.path, each.line, str(each)) for each in problems]


def test_a_plan_holds_its_steps_in_order(tmp_path: Path) -> None:
    plan = good(tmp_path, WITH_PLAN).plans["hour"]
    assert (plan.title, plan.summary, plan.minutes, plan.least, plan.most) == ("One hour", "All of it.", 60, 4, 12)
    assert (plan.whole_course, plan.aims, plan.needs, plan.before) == (True, ("To share.",), ("A room.",), ("guide",))
    begin, work = plan.steps
    assert (begin.title, begin.minutes, begin.pages, begin.cut) == ("Begin", 20, ("record",), "The hello.")
    assert (begin.sheets, begin.quizzes, begin.case, begin.decisions) == (("register",), (), None, ())
    assert "<strong>hello</strong>" in begin.does and "⟦local:front-door⟧" in begin.does and "<li>" in begin.does
    assert (work.quizzes, work.case, work.decisions, work.practises) == (("record-quiz",), "lunch", ("why",), (1,))
    assert (work.cut, work.sheets) == ("", ())


def test_a_sheet_holds_its_text(tmp_path: Path) -> None:
    sheet = good(tmp_path, WITH_PLAN).sheets["guide"]
    assert (sheet.title, sheet.audience, sheet.summary) == ("The guide", "trainer", "How to do it.")
    assert "<h2" in sheet.html and "<em>once</em>" in sheet.html and "⟦local:front-door⟧" in sheet.html


def test_a_course_without_plans_is_a_course(tmp_path: Path) -> None:
    catalogue = good(tmp_path)
    assert (dict(catalogue.plans), dict(catalogue.sheets)) == ({}, {})


def test_the_longest_plan_comes_first_whatever_its_name(tmp_path: Path) -> None:
    longer = PLAN.replace("id: hour", "id: second").replace("minutes: 60", "minutes: 70").replace("40", "50")
    assert list(good(tmp_path, {**WITH_PLAN, SECOND_PLAN: longer}).plans) == ["second", "hour"]


def test_any_byte_of_a_plan_or_a_sheet_changes_the_digest(tmp_path: Path) -> None:
    digests = {
        good(tmp_path / name, files).digest
        for name, files in {
            "one": WITH_PLAN,
            "two": changed(PLAN_FILE, "The hello.", "The hallo.", WITH_PLAN),
            "three": changed(SHEET_FILE, "*once*", "once", WITH_PLAN),
        }.items()
    }
    assert len(digests) == 3


FORM = [
    ("    minutes: 40\n", "", "  - title: Work", "`steps 2, minutes` is missing: add `minutes:`"),
    ("minutes: 40", "minutes: forty", "    minutes: 40", "must be a whole number: write digits only"),
    ("minutes: 40", "minutes: 0", "    minutes: 40", "`steps 2, minutes` is too small: write 1 or more"),
    ("minutes: 60", "minutes: 4", "minutes: 60", "`minutes` is too small: write 5 or more"),
    ("minutes: 60", "minutes: 601", "minutes: 60", "`minutes` is too large: write 600 or less"),
    ("minutes: 60\n", "", "id: hour", "`minutes` is missing"),
    ("minutes: 60", 'minutes: "60"', "minutes: 60", "must be a whole number"),
    (WORK, "", "  - title: Work", "`steps 2, do` is missing"),
    (WORK, "    do:\n", WORK, "`steps 2, do` must be text"),
    (WORK, '    do: " "\n', WORK, "`steps 2, do` is empty: write the text"),
    ("    cut: The hello.", "    cuts: The hello.", "    cut: The hello.", "did you mean `cut`?"),
    ("    cut: The hello.", "    cut: The **hello**.", "    cut: The hello.", "plain text"),
    ("needs:\n  - A room.\n", "", "id: hour", "`needs` is missing"),
    ("aims:\n  - To share.", "aims: []", "aims:", "`aims` is empty"),
    ("whole_course: true", "whole_course: yes", "whole_course: true", "write true or false"),
    ("id: hour", "id: Hour", "id: hour", "lower-case letters"),
]
BETWEEN = [
    ("minutes: 60", "minutes: 59", "minutes: 60", "says 59 minutes, its steps take 60: mend one of the two"),
    ("minutes: 40", "minutes: 41", "minutes: 60", "says 60 minutes, its steps take 61"),
    ("  least: 4", "  least: 13", "  most: 12", "write the larger number under `most`"),
    ("      - record\n", "      - recrod\n", "      - record\n", "unknown page `recrod`: give the id of a page"),
    ("      - record\n", "      - lunch\n", "      - record\n", "with key points: name it under `case`"),
    ("    case: lunch", "    case: dinner", "    case: lunch", "unknown case `dinner`: give the id of a case"),
    ("      - why", "      - how", "      - why", "has no decision `how`: give one of why"),
    ("    case: lunch\n", "", "    case: lunch", "names decisions and no case: add `case:`"),
    ("      - register", "      - registry", "      - register", "hands out an unknown sheet `registry`: give the id"),
    ("  - guide", "  - guides", "  - guide", "hands out an unknown sheet `guides`"),
    ("      - 1\n", "      - 2\n", "      - 1\n", "no competence number 2: give a number from 1 to 1"),
    ("      - record\n", "      - record\n      - record\n", "    sheets:", "`record` stands twice: take one out"),
    ("      - why\n", "      - why\n      - why\n", "    practises:", "`why` stands twice: take one out"),
    ("      - register\n", "      - register\n      - register\n", "    cut:", "`register` stands twice"),
    ("id: hour", "id: module-hour", "id: hour", "would hide one that the program works out: give it an id"),
    ("Say **hello**", "Say <b>hello</b>", "      Say **hello**", "raw HTML"),
    ("local front-door", "local back-door", "      Say **hello**", "no local detail `back-door`"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "words"), [*FORM, *BETWEEN], ids=lambda each: each.strip()[:40])
def test_a_fault_of_a_plan_is_told_with_its_line(old: str, new: str, at: str, words: str, tmp_path: Path) -> None:
    found = told(tmp_path, changed(PLAN_FILE, old, new, WITH_PLAN))
    here = [said for path, line, said in found if (path, line) == (PLAN_FILE, line_of(at))]
    assert [said for said in here if words in said], found


def test_a_fault_of_a_plan_keeps_the_course_from_being_used(tmp_path: Path) -> None:
    assert read(tmp_path, changed(PLAN_FILE, "minutes: 60", "minutes: 61", WITH_PLAN))[0] is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("      - record-quiz", "      - quiz", "unknown quiz `quiz`: give the id of a quiz"),
        ("    quizzes:\n      - record-quiz\n", "", "whole course and lacks the quiz `record-quiz`: use it in a step"),
    ],
)
def test_a_quiz_that_is_not_there_and_one_that_lacks_are_told(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert [said for path, _, said in told(tmp_path, changed(PLAN_FILE, old, new, WITH_PLAN)) if words in said]


def test_a_plan_that_does_not_claim_the_whole_course_may_leave_a_quiz_out(tmp_path: Path) -> None:
    shorter = PLAN.replace("    quizzes:\n      - record-quiz\n", "").replace("whole_course: true\n", "")
    assert told(tmp_path, {**WITH_PLAN, PLAN_FILE: shorter}) == []


def test_a_module_of_which_a_plan_of_the_whole_course_uses_nothing_is_told(tmp_path: Path) -> None:
    second = FILES[QUIZ].replace("record-quiz", "second-quiz").replace("write-it-down", "a").replace("no-paper", "b")
    files = {
        **changed("content/course.yaml", "  - golden-rules", "  - golden-rules\n  - two", WITH_PLAN),
        "quizzes/second-quiz.yaml": second.replace("taught_on: record", "taught_on: second-quiz"),
        "content/modules/2-two.md": SECOND_MODULE,
    }
    lacks = [(line, said.partition("lacks ")[2]) for path, line, said in told(tmp_path, files) if path == PLAN_FILE]
    out = "or take out `whole_course: true`"
    assert sorted(lacks) == [
        (line_of("whole_course"), f"the module `two`: use a page, quiz or case of it, {out}"),
        (line_of("whole_course"), f"the quiz `second-quiz`: use it in a step, {out}"),
    ]
    used = {**files, PLAN_FILE: PLAN.replace("      - record-quiz", "      - record-quiz\n      - second-quiz")}
    assert [each for each in told(tmp_path, used) if each[0] == PLAN_FILE] == []


@pytest.mark.parametrize(
    "used", ["    quizzes:\n      - record-quiz\n", "    pages:\n      - record\n", "    case: lunch\n"]
)
def test_one_page_quiz_or_case_of_a_module_is_enough_to_use_it(used: str, tmp_path: Path) -> None:
    bare = PLAN
    for each in ("    quizzes:\n      - record-quiz\n", "    pages:\n      - record\n", "    case: lunch\n"):
        bare = bare.replace(each, "")
    bare = bare.replace("    decisions:\n      - why\n", "")
    assert "lacks the module `golden-rules`" in str(told(tmp_path / "bare", {**WITH_PLAN, PLAN_FILE: bare}))
    using = bare.replace(WORK, WORK + used)
    assert "lacks the module" not in str(told(tmp_path / "using", {**WITH_PLAN, PLAN_FILE: using}))


@pytest.mark.parametrize("path", [QUIZ, CASE])
def test_nothing_is_called_unknown_because_its_file_cannot_be_read(path: str, tmp_path: Path) -> None:
    assert [each for each in told(tmp_path, {**WITH_PLAN, path: "a: b: c"}) if each[0] == PLAN_FILE] == []


def test_two_plans_and_two_sheets_of_one_id_are_told(tmp_path: Path) -> None:
    found = told(tmp_path, {**WITH_PLAN, SECOND_PLAN: PLAN, SECOND_SHEET: SHEET})
    said = "\n".join(each[2] for each in found)
    assert f"the plan id `hour` stands already in {PLAN_FILE}:1" in said
    assert f"{SECOND_SHEET}:2: the sheet id `guide` stands already in {SHEET_FILE}:2: give this one another id" in said
    assert "name it hour.yaml, or mend the id" in said and "name it guide.md, or mend the id" in said


def test_a_sheet_that_no_plan_hands_out_is_told_and_keeps_nothing_from_being_used(tmp_path: Path) -> None:
    files = {**WITH_PLAN, SECOND_SHEET: SHEET.replace("id: guide", "id: second")}
    catalogue, problems = read(tmp_path, files)
    assert catalogue is not None
    assert [str(each) for each in problems] == [
        f"{SECOND_SHEET}:2: no plan hands out the sheet `second`: name it under `sheets` in a step of a plan"
    ]


def test_a_sheet_may_not_take_the_place_of_one_that_is_made(tmp_path: Path) -> None:
    found = told(tmp_path, {**WITH_PLAN, "content/sheets/register.md": SHEET.replace("id: guide", "id: register")})
    assert [said for path, line, said in found if line == 2 and "is made from the course itself" in said]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("audience: trainer", "audience: anyone", 4, "'learners' or 'trainer'"),
        ("summary: How to do it.\n", "", 2, "`summary` is missing"),
        ("law_as_at: 2026-11-22", "law_as_at: soon", 6, "must be a date"),
        ("## Before", "### Before", 9, "skips a heading level"),
        ("## Before", "/// facilitator\nA.\n///", 9, "may not stand here"),
        ("Ask *once*.", "{{ quiz record-quiz }}", 11, "pages of a module only"),
        ("Ask *once*.", "Go [there](page:recrod).", 11, "did you mean `page:record`?"),
    ],
)
def test_a_fault_of_a_sheet_is_told_with_its_line(old: str, new: str, line: int, words: str, tmp_path: Path) -> None:
    found = told(tmp_path, changed(SHEET_FILE, old, new, WITH_PLAN))
    assert [said for path, at, said in found if (path, at) == (SHEET_FILE, line) and words in said], found


SHIPPED = shipped()
AS_ASKED = {
    "three-hours": [15, 10, 30, 30, 15, 20, 35, 10, 5, 10],
    "sixty-minutes": [5, 10, 10, 25, 5, 5],
    "twenty-minutes": [2, 3, 4, 4, 5, 2],
}


def test_the_shipped_plans_keep_their_minutes() -> None:
    assert {plan.id: [step.minutes for step in plan.steps] for plan in SHIPPED.plans.values()} == AS_ASKED
    assert [(plan.minutes, plan.whole_course) for plan in SHIPPED.plans.values()] == [
        (180, True),
        (60, False),
        (20, False),
    ]


def test_the_long_plan_takes_every_quiz_once_and_practises_every_competence() -> None:
    plan = SHIPPED.plans["three-hours"]
    assert sorted(quiz for step in plan.steps for quiz in step.quizzes) == sorted(SHIPPED.quizzes)
    practised = {number for step in plan.steps for number in step.practises}
    assert practised == set(range(1, len(SHIPPED.course.competences) + 1))


@pytest.mark.parametrize("plan", SHIPPED.plans.values(), ids=lambda plan: str(plan.id))
def test_a_shipped_plan_says_at_every_step_what_to_cut_and_speaks_of_safety_first(plan: Plan) -> None:
    assert all(step.cut for step in plan.steps)
    assert "register" in plan.steps[0].sheets and "attendee-notice" in plan.steps[0].sheets
    asked = [step for step in plan.steps if "“" in step.does or "&ldquo;" in step.does]
    assert len(asked) >= len(plan.steps) // 2


@pytest.mark.parametrize("plan", SHIPPED.plans.values(), ids=lambda plan: str(plan.id))
def test_the_minutes_within_a_shipped_step_fit_into_it(plan: Plan) -> None:
    within = {step.title: (minutes_within(step.does), step.minutes) for step in plan.steps}
    assert {title: found for title, found in within.items() if found[0] > found[1]} == {}


def minutes_within(does: str) -> int:
    """The minutes that the text of a step gives to its parts."""
    return sum(int(found) for found in re.findall(r"\((\d+) minutes\)", does))


def test_the_slips_of_the_jigsaw_say_what_the_page_says() -> None:
    page = SHIPPED.page("three-kinds")
    assert page is not None
    facts = re.findall(r"<li>([^:]+): (.+?)\.</li>", page.facilitator)
    slips = re.findall(r"<summary>(.+?)</summary>\s*<p>(.+?)</p>", SHIPPED.sheets["jigsaw"].html, re.DOTALL)
    assert len(facts) == 5
    assert [(service, same(text)) for service, text in slips] == [(service, same(text)) for service, text in facts]


def same(text: str) -> str:
    """A text without the difference between one sentence and two."""
    return re.sub("[.;] ?", " ", text).strip().lower()


def test_every_sheet_of_the_pack_is_used_by_the_long_plan_but_those_around_it() -> None:
    plan = SHIPPED.plans["three-hours"]
    used = {*plan.before, *(sheet for step in plan.steps for sheet in step.sheets)}
    assert set(MADE_SHEETS) - used == {"start-here", "plan", "slides", "change-log"}
    assert set(SHIPPED.sheets) <= used


def test_no_sheet_and_no_plan_holds_a_telephone_number() -> None:
    texts = [sheet.html for sheet in SHIPPED.sheets.values()]
    texts += [step.does for plan in SHIPPED.plans.values() for step in plan.steps]
    assert [found for text in texts for found in re.findall(r"\d[\d ]{6,}\d", text)] == []
