"""The numbers of a completion report as somebody may see them: all of them, or, without names, no small ones.

Who sees figures of people without their names gets one level of lines only (organisations, or the teams of one), and
always the same numbers, however the report is filtered: two filters laid side by side tell no more than one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.rules.reporting import Figures, Line, Report
from course.rules.standing import STATUSES
from course.rules.suppression import LEAST_PEOPLE, ShownTable, hide_small, hide_small_table

HIDDEN = "hidden"
Number = int | str | None  # None: not known; HIDDEN: known, not shown
ALONE = ("earlier", "outside")  # counts of their own, beside the statuses


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line and its numbers by their names."""

    line: Line
    numbers: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class ShownReport:
    """Lines in order, and the numbers of all of them together. `hiding`: whether small numbers are left out."""

    lines: tuple[ShownLine, ...]
    total: Mapping[str, Number]
    hiding: bool


def numbers(figures: Figures) -> dict[str, Number]:
    """Every number of some figures by its name."""
    names = ("registered", "present", "trained", "expected", "declared", "earlier", "outside", "soon", "later", "gap")
    return {**figures.statuses, **{name: getattr(figures, name) for name in names}}


def shown(report: Report) -> ShownReport:
    """The report with all of its numbers."""
    lines = tuple(ShownLine(each, numbers(each.figures)) for each in report.lines)
    return ShownReport(lines, numbers(report.total), hiding=False)


def shown_without_names(report: Report, organisation: int | None, team: int | None) -> ShownReport:
    """The report of a whole scope with its small numbers hidden, then narrowed to one organisation or team."""
    lines = _one_level(report)
    rows = {str(place): each.figures.statuses for place, each in enumerate(lines)}
    table = hide_small_table(rows, LEAST_PEOPLE)
    alone = {name: _column(lines, name) for name in ALONE}
    found = [
        ShownLine(each, _numbers(each.figures, table.cells[key], table.totals[key], {n: alone[n][key] for n in ALONE}))
        for key, each in zip(rows, lines, strict=True)
    ]
    wanted = [each for each in found if _fits(each.line, organisation, team)]
    if organisation is None and team is None:
        return ShownReport(tuple(found), _whole(report.total, table), hiding=True)
    total = wanted[0].numbers if len(wanted) == 1 else dict.fromkeys(numbers(report.total), HIDDEN)
    return ShownReport(tuple(wanted), total, hiding=True)


def _one_level(report: Report) -> list[Line]:
    """Lines that add up to the whole, each person in one of them."""
    whole = {each.organisation for each in report.lines if each.level == "organisation"}
    return [each for each in report.lines if each.level == "organisation" or each.organisation not in whole]


def _fits(line: Line, organisation: int | None, team: int | None) -> bool:
    return organisation in (None, line.organisation) and team in (None, line.team)


def _column(lines: Sequence[Line], name: str) -> Mapping[str, int | None]:
    """A count beside the statuses, line by line. Few trained under today's rules hide how many are not, and the reverse."""
    counts = {str(place): getattr(each.figures, name) for place, each in enumerate(lines)}
    shown = hide_small(counts, LEAST_PEOPLE)
    if name != "earlier":
        return shown
    others = {str(place): each.figures.trained - each.figures.earlier for place, each in enumerate(lines)}
    also = hide_small(others, LEAST_PEOPLE)
    return {key: None if also[key] is None else count for key, count in shown.items()}


def _whole(figures: Figures, table: ShownTable) -> dict[str, Number]:
    alone = {name: hide_one(getattr(figures, name)) for name in ALONE}
    if hide_one(figures.trained - figures.earlier) is None:
        alone["earlier"] = None
    return _numbers(figures, table.whole or figures.statuses, figures.registered, alone)


def hide_statuses(figures: Figures) -> dict[str, Number]:
    """The numbers of some people who make a whole of their own, small ones hidden."""
    cells = hide_small(figures.statuses, LEAST_PEOPLE)
    return _numbers(figures, cells, hide_one(figures.registered), dict.fromkeys(ALONE, 0))


def hide_one(count: int) -> int | None:
    """A count that stands alone; None where it is small."""
    return None if 0 < count < LEAST_PEOPLE else count


def _numbers(
    figures: Figures, cells: Mapping[str, int | None], registered: int | None, alone: Mapping[str, int | None]
) -> dict[str, Number]:
    """What follows from a hidden number is hidden as well."""
    trained = None if cells["in-date"] is None or cells["due-soon"] is None else figures.trained
    present = None if cells["left"] is None or registered is None else figures.present
    found: dict[str, int | None] = {
        **{each: cells[each] for each in STATUSES},
        **alone,
        "registered": registered,
        "trained": trained,
        "present": present,
        "soon": hide_one(figures.soon) if trained is not None else None,
        "later": hide_one(figures.later),
        "gap": figures.gap if present is not None else None,
    }
    shown = {name: HIDDEN if count is None else count for name, count in found.items()}
    expected = shown["present"] if figures.declared is None else figures.declared
    return {**shown, "declared": figures.declared, "expected": expected}
