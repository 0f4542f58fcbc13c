"""Hiding small counts of a table of teams by status, and as few others as protect them.

A table is seen as people who flow: from each row, perhaps through a group of columns (the trained), into a column, and
from the columns to all rows together. Each count is an arc of this network, and what adds up is what flows on. Whoever
knows the shown counts knows no more than this: the hidden ones make up what is left. So another truth is a flow around a
circle of hidden arcs, and what an attacker can work out is found by looking for circles.

Two promises, each for every hidden count of 1 to below `least`:

1. It could as well be `least` or more: no sum of hidden counts that can be worked out, be it of a row, a column or
   anything between, is about fewer than `least` people (that is the same: the largest flow is the smallest cut).
2. Even who learns which of the hidden counts are small cannot tell it: at least two numbers fit. (In some
   tables that cannot be had. Then the columns, or all counts, of all rows are hidden alike: nobody learns which are small.)

Which others are hidden is chosen by worth, the least first; those that turn out not to be needed are shown again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf

TOGETHER = "together"
ZERO = 2  # so many times the worth of another count: "nobody is overdue" is what a reader needs
TRIED_AGAIN = 4_000  # searches; larger tables stay as they were found at first
PARTNERS = 24  # rows looked at first for others to hide, so that a long table takes little longer than a short one
Key = tuple[str, str]  # row and name of a column or group; the row "" is all rows together
Node = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Arc:
    """A count between two points; `worth`: what is lost when it is hidden, 0: it is always shown."""

    tail: Node
    head: Node
    count: int
    worth: int


@dataclass(slots=True)
class Net:
    """The counts of a table by key, and which are hidden. Hiding one more never makes another easier to find.

    `learnt`: those of which an attacker may learn that they are small.
    """

    arcs: Mapping[Key, Arc]
    least: int
    hidden: set[Key]
    learnt: frozenset[Key]
    beside: dict[Node, list[tuple[Key, bool]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, arc in self.arcs.items():
            if arc.worth or key in self.hidden:
                self.beside.setdefault(arc.tail, []).append((key, True))
                self.beside.setdefault(arc.head, []).append((key, False))

    def small(self) -> list[Key]:
        """What has to be protected, the smallest first."""
        return sorted((key for key in self.hidden if self._is_small(key)), key=lambda key: (self.arcs[key].count, key))

    def _is_small(self, key: Key) -> bool:
        return 0 < self.arcs[key].count < self.least

    def protect(self, key: Key, *, hiding: bool) -> bool:
        """Whether both promises hold for a small count. `hiding`: hide others, as little worth as may be, until they do."""
        high = self._vary(key, True, self.least - self.arcs[key].count, knows=False, hiding=hiding)
        return high and (
            self._vary(key, True, 1, knows=True, hiding=False)
            or self._vary(key, False, 1, knows=True, hiding=False)
            or (hiding and self._vary_known(key))
        )

    def _vary_known(self, key: Key) -> bool:
        up = self.arcs[key].count < self.least - 1
        return self._vary(key, up, 1, knows=True, hiding=True) or self._vary(key, not up, 1, knows=True, hiding=True)

    def _vary(self, key: Key, up: bool, by: int, *, knows: bool, hiding: bool) -> bool:
        """Whether a count can be so much larger (or smaller) in another truth. `knows`: the attacker knows the small ones."""
        arc, moved = self.arcs[key], dict[Key, int]()
        if by > self._room(key, up, moved, knows):
            return False
        start, end = (arc.head, arc.tail) if up else (arc.tail, arc.head)
        while by > 0:
            steps = self._way(start, end, key, moved, knows, hiding, PARTNERS) or self._way(
                start, end, key, moved, knows, hiding, len(self.arcs)
            )
            if not steps:
                return False
            amount = int(min(by, *(self._room(each, forward, moved, knows) for each, forward in steps)))
            for each, forward in steps:
                moved[each] = moved.get(each, 0) + (amount if forward else -amount)
                self.hidden.add(each)
            by -= amount
        return True

    def _room(self, key: Key, up: bool, moved: Mapping[Key, int], knows: bool) -> float:
        """By how much a count may still rise or fall."""
        count = self.arcs[key].count
        low, high = (1, self.least - 1) if knows and key in self.learnt else (0, inf)
        now = count + moved.get(key, 0)
        return high - now if up else now - low

    def _way(
        self,
        start: Node,
        end: Node,
        without: Key,
        moved: Mapping[Key, int],
        knows: bool,
        hiding: bool,
        most: int,
    ) -> list[tuple[Key, bool]]:
        """The way of least worth from point to point along hidden counts, or, `hiding`, also along others; else empty."""
        best, came, queue = {start: 0}, dict[Node, tuple[Node, Key, bool]](), [(0, start)]
        while queue:
            cost, node = heappop(queue)
            if node == end:
                return list(_back(came, end))
            if cost > best[node]:
                continue
            for key, forward in self._from(node, without[0], most):
                if key == without or not (hiding or key in self.hidden):
                    continue
                arc = self.arcs[key]
                beyond = arc.head if forward else arc.tail
                dear = cost + 1 + (0 if key in self.hidden else 10 * arc.worth * (1 if arc.count else ZERO))
                if dear < best.get(beyond, inf) and self._room(key, forward, moved, knows) >= 1:
                    best[beyond], came[beyond] = dear, (node, key, forward)
                    heappush(queue, (dear, beyond))
        return []

    def _from(self, node: Node, row: str, most: int) -> Iterator[tuple[Key, bool]]:
        """The counts at a point: so many, and that of the row for which a way is looked for."""
        yield from self.beside.get(node, [])[:most]
        if row and node[0] == "column":
            yield (row, node[1]), False


def _back(came: Mapping[Node, tuple[Node, Key, bool]], end: Node) -> Iterator[tuple[Key, bool]]:
    while end in came:
        end, key, forward = came[end]
        yield key, forward


def hide_table(
    rows: Mapping[str, Mapping[str, int]],
    groups: Mapping[str, Collection[str]],
    whole: Mapping[str, int | None],
    worth: Mapping[str, int],
    least: int,
) -> Mapping[str, Mapping[str, int | None]]:
    """The counts of each row by the names of columns and groups, None where hidden. The total of each row is shown.

    `groups`: the columns that a group adds up; a column is in one group at most. `whole`: what is shown of all rows
    together, with None for what `suppression.hide_small` hid there: it stays so, of a group all columns or
    none. Totals of rows that are neither 0 nor
    `least` at least have to be joined before. `worth`: of each column and group, at least 1.
    """
    arcs = _arcs(rows, groups, worth)
    settled = {("", name) for name, count in whole.items() if count is None}
    small = {key for key, arc in arcs.items() if key[0] and 0 < arc.count < least}
    cells = {key for key in arcs if key[0] and key[1] not in groups}
    everything = {key for key in arcs if key[0]}
    # Of all rows together a group's columns are hidden as one, and sometimes everything is, whichever is small.
    within = {("", each) for members in groups.values() for each in members} if len(settled) < len(whole) else settled
    for alike in (set[Key](), cells, everything):
        hidden = settled | small | alike
        learnt = frozenset(key for key in hidden - alike - within if 0 < arcs[key].count < least)
        net = Net(arcs, least, hidden, learnt)
        if all(net.protect(key, hiding=True) for key in net.small()):
            _show_again(net, alike)
            break
    return {row: {name: _told(net, (row, name)) for name in worth if (row, name) in arcs} for row in rows}


def _told(net: Net, key: Key) -> int | None:
    return None if key in net.hidden else net.arcs[key].count


def _show_again(net: Net, alike: Collection[Key]) -> None:
    """Show what was hidden without need, what is worth most first; not what all rows hide alike."""
    small = net.small()
    spare = [key for key in net.hidden.difference(small, alike) if key[0]]
    if len(small) * len(spare) > TRIED_AGAIN:
        return
    for key in sorted(spare, key=lambda each: (-net.arcs[each].worth, net.arcs[each].count > 0, each)):
        net.hidden.remove(key)
        if not all(net.protect(each, hiding=False) for each in small):
            net.hidden.add(key)


def _arcs(
    rows: Mapping[str, Mapping[str, int]], groups: Mapping[str, Collection[str]], worth: Mapping[str, int]
) -> dict[Key, Arc]:
    """All counts of the table. What is of all rows together has no worth: whether it is hidden was settled before."""
    group_of = {column: group for group, columns in groups.items() for column in columns}
    found = {}
    for row, line in rows.items():
        for column, count in line.items():
            tail = ("row", row, group_of.get(column, ""))
            found[row, column] = Arc(tail, ("column", column, ""), count, worth[column])
        for group, columns in groups.items():
            count = sum(line[each] for each in columns)
            found[row, group] = Arc(("row", row, ""), ("row", row, group), count, worth[group])
    columns = {column for line in rows.values() for column in line}
    for column in sorted(columns):
        head = ("group", group_of[column], "") if column in group_of else (TOGETHER, "", "")
        count = sum(line[column] for line in rows.values())
        found["", column] = Arc(("column", column, ""), head, count, 0)
    for group, members in groups.items():
        count = sum(line[each] for line in rows.values() for each in members)
        found["", group] = Arc(("group", group, ""), (TOGETHER, "", ""), count, 0)
    return found


def joined(totals: Mapping[str, int], least: int) -> Sequence[str]:
    """The rows that are shown as one, the smallest first: those of too few people and, while they are too few, the next.

    None where no row is small; a row of nobody is never joined.
    """
    sizes = sorted((total, row) for row, total in totals.items() if total > 0)
    taken: list[str] = []
    people = 0
    for total, row in sizes:
        if total >= least and (not taken or people >= least):
            break
        taken.append(row)
        people += total
    return taken if len(taken) > 1 else ()
