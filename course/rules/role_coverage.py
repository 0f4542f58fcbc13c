"""How many of each job role are trained, for an evidence pack, beside the coverage by place and without small numbers.

Why this table and that by place, side by side, tell no more than each alone: all that they have in common are how many are
trained and how many are not, of everybody; those are shown here only where the other shows them, and here they are taken
as known to whoever looks. Any filling of one that adds up to them fits any filling of the other: some people of each role
and place make both true. For the same reason nothing is shown here where those two are hidden there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from course.rules.report_hiding import HIDDEN, Number
from course.rules.standing import TRAINED
from course.rules.suppression import LEAST_PEOPLE
from course.rules.table_hiding import hide_table, joined

NO_ROLE = "No job role"
WORTH = {"trained": 1, "others": 1}  # of a row both are hidden or none, since its people are shown


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many of one job role ("": none) have one status."""

    role: str
    status: str
    people: int


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A line of the table; `trained` may be HIDDEN."""

    name: str
    people: int
    trained: Number

    @property
    def percentage(self) -> Number:
        """How many of 100 are trained, floored."""
        return 100 * self.trained // self.people if isinstance(self.trained, int) else HIDDEN


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """The lines, by name, those of few people together at the end. `leavers`: whether who has left is counted among them.

    No lines: there are no job roles, or (`withheld`) they would give small numbers away.
    """

    lines: tuple[RoleLine, ...] = ()
    leavers: bool = False
    withheld: bool = False


def role_coverage(counts: Iterable[RoleCount], total: Mapping[str, Number]) -> RoleCoverage:
    """The table of a place. `total`: the numbers of the whole place as they are shown, small ones hidden."""
    trained, leavers = total["trained"], total["present"] == HIDDEN
    rows = _rows(counts, leavers=leavers)
    if set(rows) <= {""}:
        return RoleCoverage()
    others = sum(row["others"] for row in rows.values())
    if not isinstance(trained, int) or total["registered"] == HIDDEN or 0 < others < LEAST_PEOPLE:
        return RoleCoverage(withheld=True)
    named = _named(rows)
    found = hide_table(named, {}, {"trained": trained, "others": others}, WORTH, LEAST_PEOPLE)
    lines = [RoleLine(name, sum(row.values()), _told(found[name]["trained"])) for name, row in named.items()]
    return RoleCoverage(tuple(lines), leavers)


def _told(count: int | None) -> Number:
    return HIDDEN if count is None else count


def _rows(counts: Iterable[RoleCount], *, leavers: bool) -> dict[str, dict[str, int]]:
    """The trained and the others of each job role of which there is anybody; who has left only where they are to count."""
    rows: dict[str, dict[str, int]] = {}
    for each in counts:
        if each.people and (leavers or each.status != "left"):
            row = rows.setdefault(each.role, {"trained": 0, "others": 0})
            row["trained" if each.status in TRAINED else "others"] += each.people
    return rows


def _named(rows: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """Rows in order, by the names that the table shows; those of too few people as one."""
    taken = joined({role: sum(row.values()) for role, row in rows.items()}, LEAST_PEOPLE)
    order = sorted(rows, key=lambda role: (not role, role.casefold(), role))
    named: dict[str, Mapping[str, int]] = {role or NO_ROLE: rows[role] for role in order if role not in taken}
    if taken:
        names = ", ".join(role or NO_ROLE for role in order if role in taken)
        named[f"Few people, together: {names}"] = _sum([rows[role] for role in taken])
    return named


def _sum(rows: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    return {name: sum(row[name] for row in rows) for name in WORTH}
