"""Hiding small numbers, also against whoever subtracts one shown number from another.

Three ways, for three kinds of report. `hide_small`: one list of counts beside its total (how many have each status).
`hide_small_table`: a list per group, beside the totals of each group and of all groups together (teams by status).
`whole_batches`: anything that may be asked for by place and by day at once (answers, ratings): nothing is hidden
afterwards; what is counted is chosen so that no two reports can differ by a small group.

**Zero is shown** unless a table must hide it to protect others: nobody is behind a zero, and "nobody is overdue" is
what a reader needs. So a hidden count is known to be at least 1, and the rules below allow for that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

LEAST_ANSWERS = 5
LEAST_RATINGS = 10
LEAST_PEOPLE = 5


def hide_small(counts: Mapping[str, int], least: int) -> Mapping[str, int | None]:
    """The counts with small ones, 1 to below `least`, as None, and as many others as protect them from their total.

    Reads: the total is shown too, unless it is itself under `least`; then everything is None and the caller hides it.

    1. No small count: all are shown.
    2. No count above `least`: all are hidden, zeros too.
    3. Else every count up to a height is hidden: the small ones and, where those are all equal (one alone is), the next
       smallest, all that tie with it; where nothing is left to hide, the zeros.

    Why nobody finds a hidden count, even knowing this rule (`least` of 3 or more, more than one count): what is hidden
    depends on the sizes alone, not on whose they are. Where two hidden counts differ, exchanging them gives the same
    page, so each may be either. Where all are equal, rule 2 hid everything, and one more here, one less there gives the
    same page.
    """
    if not any(0 < count < least for count in counts.values()):
        return dict(counts)
    sizes = sorted({count for count in counts.values() if count > 0})
    if sizes[-1] <= least or len(sizes) == 1:
        return dict.fromkeys(counts)
    small = [size for size in sizes if size < least]
    height = small[-1] if len(small) > 1 else sizes[1]
    return {name: None if 0 < count <= height else count for name, count in counts.items()}


@dataclass(frozen=True, slots=True)
class ShownTable:
    """What of a table may be shown; None is hidden.

    `cells`: by row and column. `totals`: of each row. `whole`: the line of all rows together, by column.
    """

    cells: Mapping[str, Mapping[str, int | None]]
    totals: Mapping[str, int | None]
    whole: Mapping[str, int | None]


def hide_small_table(rows: Mapping[str, Mapping[str, int]], least: int) -> ShownTable:
    """A table of groups that together make a whole; every row has the same columns. The number of all is shown.

    Rows whose total `hide_small` hides are hidden altogether. Otherwise every row and every column with a small count
    is named, and where named rows and columns cross, all is hidden, zeros too. More are named, the smallest first,
    until each small count is a corner of a rectangle of hidden counts round which one person fewer, more, fewer, more
    changes no total: so another table fits what is shown, and nobody can tell which is true. Where there is no such
    rectangle, everybody is in one row or one column; all cells are hidden and `hide_small` on `whole` and `totals`
    protects what is left.
    """
    columns = {name: sum(row[name] for row in rows.values()) for row in rows.values() for name in row}
    sums = {name: sum(row.values()) for name, row in rows.items()}
    totals = hide_small(sums, least)
    small = {(row, column) for row in rows for column in columns if 0 < rows[row][column] < least}
    down, across = {row for row, _ in small}, {column for _, column in small}
    more_rows = sorted(rows.keys() - down, key=lambda name: (sums[name], name), reverse=True)
    more_columns = sorted(columns.keys() - across, key=lambda name: (columns[name], name), reverse=True)
    while not all(_moves(rows, each, down, across) for each in small) and (more_rows or more_columns):
        if more_rows and (len(down) <= len(across) or not more_columns):
            down.add(more_rows.pop())
        else:
            across.add(more_columns.pop())
    cells = {
        row: {name: None if totals[row] is None or (row in down and name in across) else line[name] for name in line}
        for row, line in rows.items()
    }
    return ShownTable(cells, totals, hide_small(columns, least))


def _moves(rows: Mapping[str, Mapping[str, int]], cell: tuple[str, str], down: set[str], across: set[str]) -> bool:
    """Whether one person can go round a rectangle that has this cell, which is at least 1, as a corner."""
    row, column = cell
    return any(
        rows[other][beside] or (rows[row][beside] and rows[other][column])
        for other in down - {row}
        for beside in across - {column}
    )


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest place that answers are counted for: a team, an organisation without one, or (both None) the whole."""

    organisation: int | None
    team: int | None


def unit(organisation: int, team: int | None, members: Mapping[tuple[int, int | None], int], least: int) -> Unit:
    """Where the answers of somebody in this team are counted; `members`: how many people each place ever had.

    A team that never had `least` people counts for its organisation alone, such an organisation for the whole alone.
    """
    if members[organisation, None] < least:
        return Unit(None, None)
    return Unit(organisation, team if team is not None and members[organisation, team] >= least else None)


Row = TypeVar("Row")


def whole_batches(rows: Iterable[tuple[Unit, Row]], least: int) -> Mapping[Unit, Sequence[tuple[Row, ...]]]:
    """Rows, the oldest first, in batches of exactly `least` for each unit; what does not fill a batch waits uncounted.

    Every figure of `/reports/questions` and `/reports/impact` is counted from whole batches. The filters choose places
    (units), a day (batches filled by then: a batch once filled never changes, for rows come in the order of time) and
    an edition (batches all of it). So each shown set is a union of whole batches, and whatever is added up or taken away
    from shown numbers is about whole batches again: no difference of two reports is about fewer than `least` rows.
    `records.batches` does the same in SQL; a test holds the two equal.
    """
    waiting: defaultdict[Unit, list[Row]] = defaultdict(list)
    for place, row in rows:
        waiting[place].append(row)
    return {
        place: [tuple(found[start : start + least]) for start in range(0, len(found) - len(found) % least, least)]
        for place, found in waiting.items()
    }
