"""Hiding small numbers, also against whoever subtracts one shown number from another.

Three ways, for three kinds of report. `hide_small`: one list of counts beside its total (how many have each status).
`table_hiding.hide_table`: a list per group, beside the totals of each group and of all together (teams by status).
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
    3. Else every count up to a height is hidden: the small ones and, as long as those are all equal (one alone is) or
       fewer than `least` people together, the next smallest, all that tie with it; where nothing is left, the zeros.

    Why nobody finds a hidden count, even knowing this rule (`least` of 3 or more, more than one count): what is hidden
    depends on the sizes alone, not on whose they are. Where two hidden counts differ, exchanging them gives the same
    page, so each may be either. Where all are equal, rule 2 hid everything, and one more here, one less there gives the
    same page. And what is hidden is `least` people together, for their sum can be worked out.
    """
    if not any(0 < count < least for count in counts.values()):
        return dict(counts)
    sizes = sorted(count for count in counts.values() if count > 0)
    if sizes[-1] <= least or sizes[0] == sizes[-1]:
        return dict.fromkeys(counts)
    tallest = max(size for size in sizes if size < least)
    heights = (size for size in sizes if size >= tallest)
    height = next(size for size in heights if size > sizes[0] and sum(each for each in sizes if each <= size) >= least)
    return {name: None if 0 < count <= height else count for name, count in counts.items()}


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest place that answers are counted for: a team, an organisation without one, or (both None) the whole."""

    organisation: int | None
    team: int | None


def unit(organisation: int, team: int | None, members: Mapping[tuple[int, int | None], int], least: int) -> Unit:
    """Where an answer of somebody in this team is counted; `members`: how many people each place had had by that day.

    A team that had never had `least` people counts for its organisation alone, such an organisation for the whole alone.
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
