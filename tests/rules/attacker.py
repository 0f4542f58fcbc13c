"""Somebody who knows every shown number of a table and tries to work out the hidden ones.

Written anew, from what a table is: rows of statuses that add up to the registered, in date and due soon to the trained,
and all rows to the last one. It pushes one person at a time around circles of hidden counts, as long as that goes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

Key = tuple[str, str]  # row ("All": together) and name
ALL, FAR = "All", 12


def ends(key: Key, groups: Mapping[str, Collection[str]]) -> tuple[str, str]:
    """From where to where the people of a count flow."""
    row, name = key
    group = next((each for each, members in groups.items() if name in members), "")
    if row == ALL:
        return (f"group {name}" if name in groups else f"column {name}"), f"group {group}" if group else "everybody"
    return f"row {row} {group}", f"row {row} {name}" if name in groups else f"column {name}"


def span(
    truth: Mapping[Key, int],
    hidden: Collection[Key],
    groups: Mapping[str, Collection[str]],
    key: Key,
    small: Collection[Key] = (),
    least: int = 5,
) -> tuple[int, int]:
    """The smallest and largest number that a hidden count may be; as far as FAR. `small`: known to be 1 to below `least`."""
    found = []
    for step in (-1, 1):
        counts = dict(truth)
        while abs(counts[key] - truth[key]) < FAR and _pushed(counts, hidden, groups, key, step, set(small), least):
            pass
        found.append(counts[key])
    return found[0], found[1]


def _pushed(
    counts: dict[Key, int],
    hidden: Collection[Key],
    groups: Mapping[str, Collection[str]],
    key: Key,
    step: int,
    small: Collection[Key],
    least: int,
) -> bool:
    """Change a count by one, and others so that all still adds up; False where nothing fits."""

    def fits(each: Key, change: int) -> bool:
        now = counts[each] + change
        return 1 <= now < least if each in small else now >= 0

    tail, head = ends(key, groups)
    start, goal = (head, tail) if step > 0 else (tail, head)
    arcs = [(each, *way) for each in hidden if each != key for way in _both(ends(each, groups))]
    ways = _ways(start, arcs, fits) if fits(key, step) else {}
    for each, change in [(key, step), *ways[goal]] if goal in ways else []:
        counts[each] += change
    return goal in ways


def _ways(
    start: str, arcs: Collection[tuple[Key, int, str, str]], fits: Callable[[Key, int], bool]
) -> dict[str, list[tuple[Key, int]]]:
    """Each place that can be reached, with the changes on the way there."""
    ways: dict[str, list[tuple[Key, int]]] = {start: []}
    heap = [start]
    while heap:
        place = heap.pop()
        for each, change, begin, end in arcs:
            if begin == place and end not in ways and fits(each, change):
                ways[end] = [*ways[place], (each, change)]
                heap.append(end)
    return ways


def _both(found: tuple[str, str]) -> Iterable[tuple[int, str, str]]:
    """One more from its tail to its head; one fewer the other way."""
    return (1, *found), (-1, *found[::-1])


def counts_of(rows: Mapping[str, Mapping[str, int]], groups: Mapping[str, Collection[str]]) -> dict[Key, int]:
    """Every count of a table, the sums too."""
    names = list(next(iter(rows.values())))
    found = {(row, name): line[name] for row, line in rows.items() for name in names}
    found |= {(ALL, name): sum(line[name] for line in rows.values()) for name in names}
    for group, members in groups.items():
        found |= {(row, group): sum(found[row, each] for each in members) for row in (*rows, ALL)}
    return found
