"""A completion report without small numbers: nobody finds one, lines of too few people are joined, trained are shown."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from course.rules import reporting
from course.rules.declared import Place
from course.rules.lines_joined import parts
from course.rules.report_hiding import HIDDEN, Number, ShownReport, hide_statuses, shown_without_names
from course.rules.reporting import Figures, Group, Report
from course.rules.standing import STATUSES
from tests.rules.attacker import ALL, Key, counts_of, span

CURRENT = frozenset({"2026.1"})
TRAINED = {"trained": ("in-date", "due-soon")}
TEAMS = ("Babies", "Toddlers", "Kitchen", "Office", "Garden")
COUNTS = st.one_of(st.just(0), st.integers(0, 6), st.integers(5, 40))
GROUPS = st.lists(
    st.tuples(st.integers(0, len(TEAMS) - 1), st.sampled_from(STATUSES), st.booleans(), COUNTS), max_size=25
)


def made(
    counts: list[tuple[int, str, bool, int]], declared: Mapping[tuple[int, int | None], int] | None = None
) -> Report:
    groups = [
        Group(1, team, status, "2024.1" if old else "2026.1", people, outside=people // 3)
        for team, status, old, people in counts
    ]
    return reporting.report(groups, [Place(1, "Nursery", True, tuple(enumerate(TEAMS)))], declared or {}, CURRENT)


def found(
    report: ShownReport, truth: Report, names: tuple[str, ...]
) -> tuple[set[Key], dict[str, Mapping[str, Number]]]:
    """Which counts are hidden, and the shown ones by row."""
    rows = {str(at): each.numbers for at, each in enumerate(report.lines)} | {ALL: report.total}
    return {(row, name) for row, told in rows.items() for name in names if told[name] == HIDDEN}, rows


@given(GROUPS)
@settings(max_examples=120, deadline=None)
def test_from_all_that_is_shown_nobody_can_tell_that_a_hidden_count_is_small(
    counts: list[tuple[int, str, bool, int]],
) -> None:
    report = made(counts)
    shown = shown_without_names(report, None, None)
    if 0 < report.total.registered < 5:
        assert set(shown.total.values()) <= {HIDDEN, None, 0}
        return
    truth = counts_of({str(at): dict(each.line.figures.statuses) for at, each in enumerate(shown.lines)}, TRAINED)
    hidden, rows = found(shown, report, (*STATUSES, "trained"))
    for (row, name), count in truth.items():
        assert (row, name) in hidden or (rows[row][name] == count and not 0 < count < 5)
    if len(shown.lines) == 1:
        hidden -= {key for key in hidden if key[0] == ALL}
        hidden |= {(ALL, name) for _, name in hidden}
    for key in hidden:
        if 0 < truth[key] < 5:
            assert span(truth, hidden, TRAINED, key)[1] >= 5, key


@given(GROUPS)
@settings(max_examples=120, deadline=None)
def test_the_trained_under_earlier_rules_beside_the_trained_give_no_small_number_away(
    counts: list[tuple[int, str, bool, int]],
) -> None:
    shown = shown_without_names(made(counts), None, None)
    split = {
        str(at): {"earlier": each.line.figures.earlier, "today": each.line.figures.trained - each.line.figures.earlier}
        for at, each in enumerate(shown.lines)
    }
    truth = counts_of(split, {})
    hidden, rows = found(shown, made(counts), ("earlier",))
    hidden |= {(row, "today") for row, _ in hidden}
    for (row, name), count in truth.items():
        if (row, "earlier") not in hidden and rows[row]["trained"] != HIDDEN:
            assert not 0 < count < 5, (row, name)
        elif rows[row]["trained"] != HIDDEN and 0 < count < 5 and len(shown.lines) > 1:
            assert span(truth, hidden, {}, (row, name))[1] >= 5, (row, name)


@given(st.lists(COUNTS, min_size=8, max_size=8))
@settings(max_examples=300, deadline=None)
def test_hidden_statuses_of_a_whole_are_at_least_five_people_together(counts: list[int]) -> None:
    figures = Figures(dict(zip(STATUSES, counts, strict=True)))
    told = hide_statuses(figures)
    if figures.registered < 5:
        return
    if told["trained"] != HIDDEN:
        within = [figures.statuses[each] for each in TRAINED["trained"] if told[each] == HIDDEN]
        assert not within or (len(within) == 2 and figures.trained >= 5)
    others = [figures.trained] if told["trained"] == HIDDEN else []
    others += [figures.statuses[each] for each in STATUSES[2:] if told[each] == HIDDEN]
    assert not others or (sum(others) >= 5 and len(others) > 1)


def test_trained_are_shown_where_only_the_statuses_within_are_few() -> None:
    told = hide_statuses(Figures(dict(zip(STATUSES, (104, 1, 11, 0, 30, 6, 0, 9), strict=True))))
    assert (told["trained"], told["in-date"], told["due-soon"], told["overdue"]) == (105, HIDDEN, HIDDEN, 11)


def test_where_trained_of_a_line_are_hidden_no_line_tells_who_follows_earlier_rules() -> None:
    counts = [(team, "in-date", old, 20) for team in (0, 1, 2) for old in (True, False)]
    counts += [(0, "overdue", False, 3), (1, "overdue", False, 12), (2, "overdue", False, 30)]
    shown = shown_without_names(made(counts), None, None)
    by_name = {each.line.team_name: each.numbers for each in shown.lines}
    assert by_name["Babies"]["trained"] == HIDDEN
    assert {each["earlier"] for each in by_name.values()} == {HIDDEN}
    assert shown.total["earlier"] == 60


def test_a_team_of_too_few_people_is_shown_together_with_the_smallest_other() -> None:
    counts = [(0, "in-date", False, 30), (1, "in-date", False, 20), (1, "left", False, 6), (2, "overdue", False, 2)]
    shown = shown_without_names(made(counts, {(1, 0): 40, (1, 1): 30, (1, 2): 4}), None, None)
    assert [(each.line.team_name, each.numbers["registered"], each.numbers["declared"]) for each in shown.lines] == [
        ("Babies", 30, 40),
        ("Office", 0, None),
        ("Garden", 0, None),
        ("Small teams together: Toddlers, Kitchen", 28, 34),
    ]
    assert [each.team_name for each in parts(shown.lines[-1].line)] == ["Toddlers", "Kitchen"]
    assert shown.lines[-1].numbers["trained"] == 20


def test_whoever_asks_for_a_joined_team_gets_the_joined_line() -> None:
    report = made([(0, "in-date", False, 30), (1, "in-date", False, 20), (2, "overdue", False, 2)])
    whole = shown_without_names(report, None, None)
    for team in (1, 2):
        alone = shown_without_names(report, 1, team)
        assert alone.lines == whole.lines[-1:]
        assert alone.total == whole.lines[-1].numbers


def test_the_only_organisation_asked_for_by_name_is_the_whole() -> None:
    report = made([(0, "in-date", False, 30), (1, "overdue", False, 20)])
    assert shown_without_names(report, 1, None) == shown_without_names(report, None, None)


def test_of_fewer_than_five_people_nothing_is_shown() -> None:
    shown = shown_without_names(made([(0, "in-date", False, 2), (1, "overdue", False, 2)]), None, None)
    assert {shown.total[each] for each in (*STATUSES, "registered", "trained", "earlier", "outside")} == {HIDDEN}
