"""What a line of a file says of somebody's place in the organisation: arriving, moving, leaving, or days put right.

An empty cell leaves things as they are. A team or a job role that is another than before is a move, so that the past
keeps its own; it happens on `started_on` where that is a new and later day, else today.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from course.rules import member_days
from course.rules.people_known import Begin, Change, Known, KnownMembership, Named
from course.rules.people_lines import Line, day_words, name_key


class Refused(Exception):
    """The line cannot be taken; the reason in words."""


@dataclass(slots=True)
class Step:
    """What is done, in words (`said`), and what is noticed without doing anything (`noted`)."""

    begin: Begin | None = None
    days: dict[int, dict[str, Any]] = field(default_factory=dict)
    job_role: tuple[int, Named] | None = None
    said: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def put(self, membership: int, **values: dt.date | bool) -> None:
        """New values for a membership, beside those it was given before."""
        self.days.setdefault(membership, {}).update(values)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, one for each membership."""
        filled = {self.job_role[0]: self.job_role[1]} if self.job_role else {}
        numbers = dict.fromkeys([*self.days, *filled])
        return tuple(Change(number, self.days.get(number, {}), filled.get(number)) for number in numbers)


def belonging(line: Line, memberships: tuple[KnownMembership, ...], known: Known, today: dt.date) -> Step:
    """What the line does to these memberships, which are those of one person. Raises Refused."""
    here = _meant(line, memberships)
    if here is None:
        return _arrive(line, known, today, memberships)
    step = Step()
    move_on = _start(step, line, here, memberships, known)
    if line.left_on:
        _leave(step, line, here, memberships)
    elif here.left_on is not None:
        step.noted.append(f"left on {day_words(here.left_on)}; to bring them back, give a later started_on")
    else:
        _move(step, line, here, known, move_on or max(today, _started(step, here)))
    return step


def _meant(line: Line, memberships: tuple[KnownMembership, ...]) -> KnownMembership | None:
    """The membership that the line speaks of; None where it tells of a new one."""
    if not memberships:
        return None
    stays = [each for each in memberships if line.started_on in (each.started_on, each.counts_from)]
    if stays:
        return _end_of(stays[-1], memberships)
    current = next((each for each in memberships if each.left_on is None), None)
    last = current or max(memberships, key=lambda each: (each.started_on, each.id))
    if line.started_on and last.left_on is not None and line.started_on >= last.left_on:
        return None
    return last


def _stay(here: KnownMembership, memberships: tuple[KnownMembership, ...]) -> list[KnownMembership]:
    """The memberships of one stay, through all moves."""
    return [each for each in memberships if each.counts_from == here.counts_from]


def _end_of(here: KnownMembership, memberships: tuple[KnownMembership, ...]) -> KnownMembership:
    return max(_stay(here, memberships), key=lambda each: (each.left_on is None, each.started_on, each.id))


def _arrive(line: Line, known: Known, today: dt.date, memberships: tuple[KnownMembership, ...]) -> Step:
    day = line.started_on or today
    if line.left_on and line.left_on < day:
        raise Refused("left_on is past and started_on is empty: give the day on which they started")
    _check_free(day, line.left_on, list(memberships))
    team, job_role = _named(line.team, known.teams), _named(line.job_role, known.job_roles)
    step = Step(begin=Begin(team, job_role, counts_from=day, started_on=day, left_on=line.left_on))
    parts = ["again" if memberships else "", f"in {line.team}" if line.team else ""]
    parts += [f"as {line.job_role}" if line.job_role else "", f"from {day_words(day)}"]
    parts += [f"to {day_words(line.left_on)}" if line.left_on else ""]
    step.said.append(" ".join(part for part in parts if part))
    return step


def _check_free(start: dt.date, end: dt.date | None, others: list[KnownMembership]) -> None:
    """Raises Refused where the time would overlap with another stay."""
    found = member_days.overlapping(start, end, others)
    if found is not None:
        since = f"they were here from {day_words(found.started_on)}"
        raise Refused(f"{since}, and the days of this line overlap with that")


def _named(name: str, there: Any) -> Named:
    """The number of a team or role; its name where there is none yet."""
    return there.get(name_key(name), name) if name else None


def _start(
    step: Step, line: Line, here: KnownMembership, memberships: tuple[KnownMembership, ...], known: Known
) -> dt.date | None:
    """Put the start right where the line has another; the day of a move where it means that instead."""
    day, stay = line.started_on, _stay(here, memberships)
    if day is None or day in {here.counts_from, *(each.started_on for each in stay)}:
        return None
    if here.left_on is None and not line.left_on and day > here.started_on and _is_move(line, here, known):
        return day
    first = min(stay, key=lambda each: (each.started_on, each.id))
    if first.left_on is not None and day > first.left_on and not (first is here and line.left_on):
        raise Refused(f"started_on is after {day_words(first.left_on)}, when they moved or left")
    end = line.left_on or here.left_on
    _check_free(day, end, [each for each in memberships if each not in stay])
    for each in stay:
        step.put(each.id, counts_from=day)
    step.put(first.id, started_on=day)
    step.said.append(f"started on {day_words(day)}, not on {day_words(here.counts_from)}")
    return None


def _started(step: Step, here: KnownMembership) -> dt.date:
    found: dt.date = step.days.get(here.id, {}).get("started_on", here.started_on)
    return found


def _leave(step: Step, line: Line, here: KnownMembership, memberships: tuple[KnownMembership, ...]) -> None:
    day = line.left_on
    assert day is not None
    if day == here.left_on:
        return
    started = _started(step, here)
    if day < started:
        raise Refused(f"left_on is before {day_words(started)}, since when they are where they are now")
    stay = _stay(here, memberships)
    _check_free(started, day, [each for each in memberships if each not in stay])
    step.put(here.id, left_on=day)
    before = "" if here.left_on is None else f", not on {day_words(here.left_on)}"
    step.said.append(f"left on {day_words(day)}{before}")


def _is_move(line: Line, here: KnownMembership, known: Known) -> bool:
    """Whether team or job role is another than now; a role where none was known is no move."""
    team = _named(line.team, known.teams) if line.team else here.team
    role = _named(line.job_role, known.job_roles) if line.job_role else here.job_role
    return team != here.team or (here.job_role is not None and role != here.job_role)


def _move(step: Step, line: Line, here: KnownMembership, known: Known, day: dt.date) -> None:
    role = _named(line.job_role, known.job_roles) if line.job_role else here.job_role
    if not _is_move(line, here, known):
        if role != here.job_role:
            step.job_role = (here.id, role)
            step.said.append(f"works as {line.job_role}")
        return
    team = _named(line.team, known.teams) if line.team else here.team
    counts_from = step.days.get(here.id, {}).get("counts_from", here.counts_from)
    step.put(here.id, left_on=day, moved=True)
    step.begin = Begin(team, role, counts_from=counts_from, started_on=day, left_on=None)
    if team != here.team:
        origin = f" from {known.team_names[here.team]}" if here.team is not None else ""
        step.said.append(f"moves{origin} to {line.team} on {day_words(day)}")
    if role != here.job_role:
        step.said.append(f"works as {line.job_role} from {day_words(day)}")
