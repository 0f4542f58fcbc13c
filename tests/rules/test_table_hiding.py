"""Tables of teams by status: nobody who knows all that is shown can tell a small count, tried against every other truth."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course.rules.suppression import hide_small
from course.rules.table_hiding import hide_table, joined
from tests.rules.attacker import ALL, FAR, Key, counts_of, span

GROUPS = {"trained": ("in-date", "due-soon")}
NAMES = ("in-date", "due-soon", "overdue", "left")
WORTH = {"trained": 60, "in-date": 8, "due-soon": 8, "overdue": 12, "left": 9}
Rows = Mapping[str, Mapping[str, int]]


def whole(counts: Mapping[Key, int], least: int, names: tuple[str, ...]) -> dict[str, int | None]:
    """What is shown of all rows together, as `report_hiding` has it."""
    others = {each: counts[ALL, each] for each in ("trained", *names[2:])}
    found = dict(hide_small(others, least))
    within = {each: counts[ALL, each] for each in names[:2]}
    return found | (dict.fromkeys(within) if found["trained"] is None else dict(hide_small(within, least)))


def hiding(rows: Rows, least: int) -> tuple[dict[Key, int], set[Key], set[Key]]:
    """Every count; which are hidden; of which of them one may learn that they are small: not where all are hidden alike."""
    names = tuple(next(iter(rows.values())))
    counts = counts_of(rows, GROUPS)
    above = whole(counts, least, names)
    shown = hide_table(rows, GROUPS, above, {key: WORTH[key] for key in ("trained", *names)}, least)
    hidden = {(ALL, name) for name, count in above.items() if count is None}
    hidden |= {(row, name) for row, line in shown.items() for name, count in line.items() if count is None}
    for row, line in shown.items():
        assert all(count in (None, counts[row, name]) for name, count in line.items())
    alike = {(ALL, each) for each in names[:2]}  # one is never hidden without the other
    alike |= {(ALL, each) for each in above if not any(count is not None for count in above.values())}
    for level in (names, ("trained",)):
        keys = {(row, name) for row in rows for name in level}
        alike |= keys if keys <= hidden and (level == names or (next(iter(rows)), names[0]) in alike) else set()
    return counts, hidden, {key for key in hidden - alike if 0 < counts[key] < least}


def tables(wide: int, most_rows: int, most: int) -> st.SearchStrategy[Rows]:
    line = st.lists(st.integers(0, most), min_size=wide, max_size=wide)
    return st.lists(line, min_size=2, max_size=most_rows).map(
        lambda lines: {str(at): dict(zip(NAMES, each, strict=False)) for at, each in enumerate(lines)}
    )


def every(line: Mapping[str, int], row: str, hidden: set[Key]) -> list[tuple[int, ...]]:
    """Each way in which a row may be filled, as far as its own shown numbers tell."""
    total, names = sum(line.values()), list(line)
    choices = [range(total + 1) if (row, each) in hidden else [line[each]] for each in names]
    return [
        each
        for each in product(*choices)
        if sum(each) == total
        and ((row, "trained") in hidden or each[0] + each[1] == line["in-date"] + line["due-soon"])
    ]


def others(rows: Rows, counts: Mapping[Key, int], hidden: set[Key]) -> list[dict[Key, int]]:
    """Every table that fits what is shown."""
    fitting = []
    for lines in product(*(every(line, row, hidden) for row, line in rows.items())):
        names = list(next(iter(rows.values())))
        found = counts_of(
            {row: dict(zip(names, line, strict=True)) for row, line in zip(rows, lines, strict=True)}, GROUPS
        )
        if all(found[key] == counts[key] for key in counts if key not in hidden):
            fitting.append(found)
    return fitting


@given(tables(3, 3, 3) | tables(4, 2, 3))
@settings(max_examples=50, deadline=None)
def test_a_hidden_small_count_could_as_well_be_another_and_a_large_one(rows: Rows) -> None:
    least = 3
    assume(all(sum(line.values()) == 0 or sum(line.values()) >= least for line in rows.values()))
    counts, hidden, told = hiding(rows, least)
    fitting = others(rows, counts, hidden)
    assert counts in fitting
    small = {key for key in hidden if 0 < counts[key] < least}
    known = [each for each in fitting if all(0 < each[key] < least for key in told)]
    for key in small:
        assert max(each[key] for each in fitting) >= least, key
        assert len({each[key] for each in known}) > 1, key
        assert span(counts, hidden, GROUPS, key)[1] == min(max(each[key] for each in fitting), counts[key] + FAR)


@given(tables(4, 7, 9))
@settings(max_examples=150, deadline=None)
def test_no_small_count_is_found_in_larger_tables(rows: Rows) -> None:
    assume(all(sum(line.values()) == 0 or sum(line.values()) >= 5 for line in rows.values()))
    counts, hidden, told = hiding(rows, 5)
    small = {key for key in counts if 0 < counts[key] < 5}
    assert small <= hidden
    for key in small:
        assert span(counts, hidden, GROUPS, key)[1] >= 5, key
        low, high = span(counts, hidden, GROUPS, key, told)
        assert high > low, key


def test_no_more_is_hidden_than_protects() -> None:
    rows = {
        "A": {"in-date": 30, "due-soon": 0, "overdue": 2, "left": 8},
        "B": {"in-date": 40, "due-soon": 0, "overdue": 6, "left": 9},
    }
    _, hidden, _ = hiding(rows, 5)
    assert hidden == {(row, name) for row in rows for name in ("overdue", "left")}


def test_what_was_hidden_first_and_then_turns_out_to_be_needless_is_shown() -> None:
    """B has three people who are not trained, so its trained are hidden, and those of A, which hide both in date."""
    lines = {"A": (22, 2, 9, 6), "B": (27, 9, 0, 3), "C": (24, 0, 6, 6)}
    _, hidden, _ = hiding({row: dict(zip(NAMES, line, strict=True)) for row, line in lines.items()}, 5)
    assert hidden == {(row, name) for row in "AB" for name in ("due-soon", "trained", "left")}


def test_where_nobody_is_few_all_is_shown() -> None:
    rows = {row: dict(zip(NAMES, (30, 0, 7, 8), strict=True)) for row in "AB"}
    assert hiding(rows, 5)[1] == set()


def test_a_long_table_is_shown_too() -> None:
    rows = {str(at): dict(zip(NAMES, (20 + at % 7, at % 3, at % 5, 5 + at % 9), strict=True)) for at in range(300)}
    counts, hidden, told = hiding(rows, 5)
    assert told == {key for key in hidden if 0 < counts[key] < 5}
    trained = [(row, "trained") for row in rows]
    assert sum(key in hidden for key in trained) < 30
    for key in [key for key in sorted(hidden) if 0 < counts[key] < 5][::40]:
        assert span(counts, hidden, GROUPS, key)[1] >= 5


@pytest.mark.parametrize(
    ("totals", "one"),
    [
        ({"a": 9, "b": 7}, []),
        ({"a": 9, "b": 1, "c": 30}, ["b", "a"]),
        ({"a": 3, "b": 4, "c": 30}, ["a", "b"]),
        ({"a": 1, "b": 2, "c": 30, "d": 8}, ["a", "b", "d"]),
        ({"a": 0, "b": 4, "c": 5}, ["b", "c"]),
        ({"a": 4, "b": 0}, []),
        ({"a": 4, "b": 4, "c": 4}, ["a", "b", "c"]),
        ({}, []),
    ],
)
def test_rows_of_too_few_people_are_joined_with_the_next(totals: dict[str, int], one: list[str]) -> None:
    assert list(joined(totals, 5)) == one
