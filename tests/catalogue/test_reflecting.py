"""The questions before and after the course: read as values, every fault told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.catalogue.model import Reflection
from tests.catalogue.small_course import FILES, changed, good, read
from tests.catalogue.small_reflection import REFLECTION
from tests.shipped import shipped

SIXTH = "  - id: see\n    text: I can see.\n    page: record\n"
THIRD = (
    "  - id: item-three\n    before: Before three.\n    after: After three.\n"
    "    answer: false\n    because: So it is.\n    page: lunch\n"
)
SEVENTH = SIXTH.replace("see", "wink")


def line_of(text: str, files: dict[str, str]) -> int:
    """The line on which a text begins."""
    return files[REFLECTION][: files[REFLECTION].index(text)].count("\n") + 1


FAULTS = [
    (SIXTH, "", "confidence:", "`confidence` has 5 items, not 6: write 6"),
    (SIXTH, SIXTH + SEVENTH, "confidence:", "`confidence` has 7 items, not 6: keep 6"),
    (THIRD, "", "knowledge:", "`knowledge` has 2 items, not 3"),
    ("  - Highest\n", "", "scale:", "`scale` has 4 items, not 5"),
    ("  - Of much use\n", "", "usefulness:", "`usefulness` has 4 items, not 5"),
    ("id: see", "id: write", "id: write\n    text: I can see", "the reflection item id `write` stands already"),
    ("id: item-one", "id: see", "id: see\n    before", "the reflection item id `see` stands already"),
    ("page: lunch", "page: dinner", "page: dinner", "leads to an unknown page `dinner`"),
    ("text: I can wait.\n    page: record", "text: I can wait.\n    page: card", "page: card", "unknown page `card`"),
    ("answer: true", "answer: false", "knowledge:", "one answer given throughout"),
    ("answer: true", "answer: perhaps", "answer: perhaps", "write true or false"),
    ("I can wait.", "I **can** wait.", "text: I **can**", "plain text"),
    ("law_as_at: 2026-11-20\n", "", "id: reflection", "`law_as_at` is missing"),
    ("id: reflection", "id: thoughts", "id: thoughts", "must be 'reflection'"),
    ("    before: Before two.\n", "    befor: Before two.\n    before: B.\n", "befor:", "did you mean `before`?"),
]


@pytest.mark.parametrize(("old", "new", "at", "words"), FAULTS, ids=lambda each: each[:30])
def test_a_fault_is_told_once_with_its_line(old: str, new: str, at: str, words: str, tmp_path: Path) -> None:
    files = changed(REFLECTION, old, new)
    catalogue, problems = read(tmp_path, files)
    assert catalogue is None
    assert [(each.path, each.line) for each in problems] == [(REFLECTION, line_of(at, files))]
    assert words in str(problems[0])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    catalogue, problems = read(tmp_path, {path: text for path, text in FILES.items() if path != REFLECTION})
    assert catalogue is None
    assert [str(each) for each in problems] == [
        f"{REFLECTION}:1: the file is missing: make it as docs/authoring.md shows"
    ]


def test_a_file_that_cannot_be_read_makes_nothing_else_look_wrong(tmp_path: Path) -> None:
    _, problems = read(tmp_path, {**FILES, REFLECTION: "a: b: c"})
    assert {each.path for each in problems} == {REFLECTION}


def test_the_same_thing_is_put_in_two_ways(tmp_path: Path) -> None:
    asked = good(tmp_path).reflection
    assert [asked.knowledge[0].asked(moment) for moment in ("before", "after")] == ["Before one.", "After one."]
    assert asked.items() == ("write", "read", "ask", "tell", "wait", "see", "item-one", "item-two", "item-three")


@pytest.fixture(scope="module")
def reflection() -> Reflection:
    return shipped().reflection


def test_the_shipped_items_are_put_in_two_different_ways(reflection: Reflection) -> None:
    assert [each.id for each in reflection.knowledge if each.before == each.after] == []
    assert len({*reflection.scale, *reflection.usefulness}) == 10


def test_the_shipped_texts_are_short(reflection: Reflection) -> None:
    texts = [each.text for each in reflection.confidence]
    texts += [text for each in reflection.knowledge for text in (each.before, each.after)]
    assert [text for text in texts if len(text.split()) > 20] == []
