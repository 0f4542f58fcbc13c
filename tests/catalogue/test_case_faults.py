"""Faults of a case that its addresses could not carry."""

from pathlib import Path

import pytest

from tests.catalogue.small_course import CASE, FILES, read

OPTION = "      - id: more-{0}\n        text: More {0}.\n        grade: unsafe\n        consequence: It rains.\n"


@pytest.mark.parametrize(("options", "told"), [(26, False), (27, True)])
def test_a_decision_has_at_most_as_many_options_as_there_are_letters(options: int, told: bool, tmp_path: Path) -> None:
    more = "".join(OPTION.format(number) for number in range(options - 2))
    case = FILES[CASE].replace("    reveals: He smiles.\n", f"{more}    reveals: He smiles.\n")
    _, problems = read(tmp_path, {**FILES, CASE: case})
    assert any("too much to choose from" in str(problem) for problem in problems) is told


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(4, "too small: write 5 or more"), (5, ""), (600, ""), (601, "too large: write 600 or less")],
)
def test_a_case_takes_as_long_in_a_room_as_a_session_may(minutes: int, told: str, tmp_path: Path) -> None:
    case = FILES[CASE].replace("session_minutes: 20", f"session_minutes: {minutes}")
    _, problems = read(tmp_path, {**FILES, CASE: case})
    assert [str(each).partition("`session_minutes` is ")[2] for each in problems] == ([told] if told else [])
