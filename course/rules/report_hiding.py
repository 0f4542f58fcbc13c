"""The numbers of a completion report as somebody may see them: all of them, or, without names, no small ones.

Who sees figures of people without their names gets one level of lines only (organisations, or the teams of one), and
always the same numbers, however the report is filtered: two filters laid side by side tell no more than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from course.rules.declared import Apart
from course.rules.lines_joined import one_level, parts
from course.rules.reporting import Figures, Line, Report
from course.rules.standing import STATUSES, TRAINED
from course.rules.suppression import LEAST_PEOPLE, hide_small
from course.rules.table_hiding import hide_table

HIDDEN = "hidden"
Number = int | str | None  # None: not known; HIDDEN: known, not shown
ALONE = ("earlier", "outside")  # counts of their own, beside the statuses
# What a reader loses with a number of a line: whether people are trained is what the report is for.
WORTH = {
    "trained": 60, "in-date": 8, "due-soon": 8, "overdue": 12, "expired": 12, "in-progress": 8, "not-started": 8,
    "exempt": 6, "left": 9,
}  # fmt: skip
NOTHING: Mapping[str, None] = dict.fromkeys(("registered", *WORTH, *ALONE))


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
    apart: tuple[Apart, ...] = ()


def numbers(figures: Figures) -> dict[str, Number]:
    """Every number of some figures by its name."""
    names = ("registered", "present", "trained", "expected", "declared", "earlier", "outside", "soon", "later", "gap")
    found = {**figures.statuses, **{name: getattr(figures, name) for name in names}}
    return {**found, "percentage": _percentage(found)}


def shown(report: Report) -> ShownReport:
    """The report with all of its numbers."""
    lines = tuple(ShownLine(each, numbers(each.figures)) for each in report.lines)
    return ShownReport(lines, numbers(report.total), hiding=False, apart=report.apart)


def shown_without_names(report: Report, organisation: int | None, team: int | None) -> ShownReport:
    """The report of a whole scope with its small numbers hidden, then narrowed to one organisation or team.

    Lines of too few people, and where need be the next smallest, are shown as one.
    """
    total = hide_statuses(report.total)
    lines = one_level(report)
    found = [ShownLine(each, told) for each, told in zip(lines, _lines(lines, report.total, total), strict=True)]
    wanted = [each for each in found if _fits(each.line, organisation, team)]
    if len(wanted) == len(found):
        return ShownReport(tuple(found), total, hiding=True)
    narrowed = wanted[0].numbers if len(wanted) == 1 else dict.fromkeys(numbers(report.total), HIDDEN)
    return ShownReport(tuple(wanted), narrowed, hiding=True)


def _fits(line: Line, organisation: int | None, team: int | None) -> bool:
    return any(organisation in (None, each.organisation) and team in (None, each.team) for each in parts(line))


def _lines(lines: Sequence[Line], whole: Figures, total: Mapping[str, Number]) -> Iterable[Mapping[str, Number]]:
    """The numbers of each line. What is hidden of the whole is settled before, and is the same whatever the lines."""
    if len(lines) == 1:
        return [hide_statuses(lines[0].figures)]
    if total["registered"] == HIDDEN:
        return [_numbers(each.figures, NOTHING) for each in lines]
    keys = [str(place) for place in range(len(lines))]
    statuses = {key: each.figures.statuses for key, each in zip(keys, lines, strict=True)}
    shown = {name: _known(total[name]) for name in (*STATUSES, "trained")}
    table = hide_table(statuses, {"trained": TRAINED}, shown, WORTH, LEAST_PEOPLE)
    earlier = _earlier(lines, whole, total, all(row["trained"] is not None for row in table.values()))
    outside = hide_small({key: each.figures.outside for key, each in zip(keys, lines, strict=True)}, LEAST_PEOPLE)
    return [
        _numbers(each.figures, {**table[key], "earlier": earlier[key], "outside": outside[key]})
        for key, each in zip(keys, lines, strict=True)
    ]


def _earlier(
    lines: Sequence[Line], whole: Figures, total: Mapping[str, Number], trained_shown: bool
) -> Mapping[str, int | None]:
    """Trained under earlier rules, line by line. Few trained under today's rules hide how many are not, and the reverse.

    Where the trained of a line are hidden nothing is shown, so that the two cannot be laid side by side.
    """
    split = {
        str(place): {"earlier": each.figures.earlier, "today": each.figures.trained - each.figures.earlier}
        for place, each in enumerate(lines)
    }
    if not whole.earlier:
        return dict.fromkeys(split, 0)
    if not trained_shown or total["trained"] == HIDDEN:
        return dict.fromkeys(split)
    sums = {"earlier": whole.earlier, "today": whole.trained - whole.earlier}
    known = dict.fromkeys(sums) if total["earlier"] == HIDDEN else sums
    found = hide_table(split, {}, known, {"earlier": 1, "today": 1}, LEAST_PEOPLE)
    return {row: None if line["today"] is None else line["earlier"] for row, line in found.items()}


def hide_statuses(figures: Figures) -> dict[str, Number]:
    """The numbers of some people who make a whole of their own, small ones hidden.

    The trained come first, with the six other statuses; where they are shown, in date and due soon are a list within.
    """
    if hide_one(figures.registered) is None:
        return _numbers(figures, NOTHING)
    others = {each: figures.statuses[each] for each in STATUSES if each not in TRAINED}
    cells = dict(hide_small({**others, "trained": figures.trained}, LEAST_PEOPLE))
    within = {each: figures.statuses[each] for each in STATUSES if each in TRAINED}
    cells |= dict.fromkeys(within) if cells["trained"] is None else hide_small(within, LEAST_PEOPLE)
    today = hide_one(figures.trained - figures.earlier)
    earlier = None if None in (today, cells["trained"]) else hide_one(figures.earlier)
    return _numbers(figures, {**cells, "earlier": earlier, "outside": hide_one(figures.outside)})


def hide_one(count: int) -> int | None:
    """A count that stands alone; None where it is small."""
    return None if 0 < count < LEAST_PEOPLE else count


def _numbers(figures: Figures, known: Mapping[str, int | None]) -> dict[str, Number]:
    """Every number; what follows from a hidden one is hidden as well. `known`: all people are, unless it says otherwise."""
    registered = known.get("registered", figures.registered)
    present = None if known["left"] is None or registered is None else figures.present
    found: dict[str, int | None] = {
        **known,
        "registered": registered,
        "present": present,
        "soon": hide_one(figures.soon) if known["trained"] is not None else None,
        "later": hide_one(figures.later),
        "gap": figures.gap if present is not None else None,
    }
    shown: dict[str, Number] = {name: HIDDEN if count is None else count for name, count in found.items()}
    shown["declared"] = figures.declared
    shown["expected"] = shown["present"] if figures.declared is None else figures.declared
    return {**shown, "percentage": _percentage(shown)}


def _percentage(found: Mapping[str, Number]) -> Number:
    """How many of 100 expected are trained, floored; above 100 where more are than were declared. None of nobody."""
    trained, expected = found["trained"], found["expected"]
    if isinstance(trained, int) and isinstance(expected, int):
        return 100 * trained // expected if expected else None
    return HIDDEN


def _known(number: Number) -> int | None:
    return number if isinstance(number, int) else None
