"""Coverage by job role: what is shown adds up, and nobody finds a small number, alone or beside the coverage by place."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from course.rules.report_hiding import HIDDEN, Number
from course.rules.role_coverage import RoleCount, RoleLine, role_coverage
from tests.rules.attacker import ALL, span

ROLES = ("Teacher", "Cook", "Driver", "Nurse", "")
STATUSES = ("in-date", "due-soon", "overdue", "left")
COUNTS = st.lists(
    st.builds(RoleCount, st.sampled_from(ROLES), st.sampled_from(STATUSES), st.integers(0, 30)), max_size=16
)


def total(counts: list[RoleCount], **hidden: str) -> Mapping[str, Number]:
    """What the report shows of everybody, but for what is said to be hidden."""
    people = sum(each.people for each in counts)
    left = sum(each.people for each in counts if each.status == "left")
    trained = sum(each.people for each in counts if each.status in ("in-date", "due-soon"))
    return {"registered": people, "present": people - left, "trained": trained, **hidden}


def of(**roles: tuple[int, int, int]) -> list[RoleCount]:
    """Trained, overdue and left of each role."""
    kinds = ("in-date", "overdue", "left")
    return [
        RoleCount(role, status, people)
        for role, line in roles.items()
        for status, people in zip(kinds, line, strict=True)
    ]


def test_each_role_has_a_line_without_who_has_left_and_no_role_stands_last() -> None:
    counts = [*of(Teacher=(20, 5, 1), Cook=(5, 5, 0)), RoleCount("", "in-date", 6)]
    found = role_coverage(counts, total(counts))
    assert found.lines == (RoleLine("Cook", 10, 5), RoleLine("Teacher", 25, 20), RoleLine("No job role", 6, 6))
    assert [each.percentage for each in found.lines] == [50, 80, 100]
    assert not found.leavers


def test_where_it_is_hidden_how_many_have_left_they_are_counted_with_the_others() -> None:
    counts = of(Teacher=(20, 5, 1), Cook=(5, 5, 2))
    found = role_coverage(counts, total(counts, present=HIDDEN))
    assert [(each.name, each.people) for each in found.lines] == [("Cook", 12), ("Teacher", 26)]
    assert found.leavers


def test_roles_of_few_people_stand_together_with_the_next_smallest() -> None:
    counts = of(Teacher=(20, 5, 0), Cook=(2, 0, 0), Driver=(6, 6, 0))
    (teacher, small) = role_coverage(counts, total(counts)).lines
    assert (teacher.name, teacher.trained) == ("Teacher", 20)
    assert small == RoleLine("Few people, together: Cook, Driver", 14, 8)


def test_a_small_number_hides_another_from_which_it_could_be_worked_out() -> None:
    counts = of(Teacher=(20, 2, 0), Cook=(5, 5, 0), Driver=(9, 9, 0))
    lines = {each.name: each for each in role_coverage(counts, total(counts)).lines}
    assert (lines["Teacher"].trained, lines["Teacher"].percentage) == (HIDDEN, HIDDEN)
    assert sum(each.trained == HIDDEN for each in lines.values()) == 2


def test_without_roles_and_where_the_whole_is_hidden_there_is_no_table() -> None:
    nobody = [RoleCount("", "in-date", 40)]
    assert role_coverage(nobody, total(nobody)) == role_coverage([], total([]))
    assert not role_coverage(nobody, total(nobody)).withheld
    counts = of(Teacher=(20, 5, 1))
    for hidden in ("trained", "registered"):
        found = role_coverage(counts, total(counts, **{hidden: HIDDEN}))
        assert (found.lines, found.withheld) == ((), True)
    few = of(Teacher=(20, 2, 0), Cook=(10, 1, 0))
    assert role_coverage(few, total(few)).withheld


@given(COUNTS, st.booleans())
@settings(max_examples=150, deadline=None)
def test_who_knows_all_shown_numbers_cannot_tell_that_a_hidden_one_is_small(
    counts: list[RoleCount], leavers: bool
) -> None:
    """`leavers`: it is hidden how many have left. How many are trained and not, of everybody, counts as known."""
    found = role_coverage(counts, total(counts, **({"present": HIDDEN} if leavers else {})))
    truth: dict[tuple[str, str], int] = {}
    for line, each in product(found.lines, counts):
        if (each.role or "No job role") in line.name and (leavers or each.status != "left"):
            key = (line.name, "trained" if each.status in STATUSES[:2] else "others")
            truth[key] = truth.get(key, 0) + each.people
    for line in found.lines:
        row = [truth.setdefault((line.name, name), 0) for name in ("trained", "others")]
        assert sum(row) == line.people >= 5
        assert line.trained == HIDDEN or (line.trained == row[0] and not any(0 < count < 5 for count in row))
    hidden = {(line.name, name) for line in found.lines if line.trained == HIDDEN for name in ("trained", "others")}
    for name in ("trained", "others"):
        truth[ALL, name] = sum(count for (_, of), count in truth.items() if of == name)
    for key in hidden:
        if 0 < truth[key] < 5:
            low, high = span(truth, hidden, {}, key)
            assert high >= 5 > low, key
