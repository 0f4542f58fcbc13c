"""Lines of a report shown as one, because too few people stand in some of them to be shown alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.rules.reporting import Figures, Line, Report
from course.rules.standing import STATUSES
from course.rules.suppression import LEAST_PEOPLE
from course.rules.table_hiding import joined


@dataclass(frozen=True, slots=True)
class JoinedLine(Line):
    """Small teams (or organisations) together; `parts`: their own lines."""

    parts: tuple[Line, ...] = ()


def parts(line: Line) -> tuple[Line, ...]:
    """The lines that a line is made of: itself, or those that are joined in it."""
    return line.parts if isinstance(line, JoinedLine) else (line,)


def one_level(report: Report) -> list[Line]:
    """Lines that add up to the whole, each person in one of them, those of too few people joined, at the end."""
    whole = {each.organisation for each in report.lines if each.level == "organisation"}
    lines = [each for each in report.lines if each.level == "organisation" or each.organisation not in whole]
    totals = {str(place): each.figures.registered for place, each in enumerate(lines)}
    taken = [int(place) for place in joined(totals, LEAST_PEOPLE)]
    if not taken:
        return lines
    left = [each for place, each in enumerate(lines) if place not in taken]
    return [*left, _together([lines[place] for place in sorted(taken)])]


def _together(lines: Sequence[Line]) -> JoinedLine:
    """One line of several, with their names in it."""
    teams, organisations = all(each.level == "team" for each in lines), {each.organisation for each in lines}
    alone = len(organisations) == 1
    names = ", ".join(each.team_name or each.organisation_name for each in lines)
    called = f"Small {'teams' if teams else 'places'} together: {names}"
    return JoinedLine(
        level="team" if teams else "organisation",
        organisation=lines[0].organisation if alone else None,
        organisation_name=lines[0].organisation_name if alone else "" if teams else called,
        team=None,
        team_name=called if teams else "",
        figures=_sum(lines),
        parts=tuple(lines),
    )


def _sum(lines: Sequence[Line]) -> Figures:
    """What the lines add up to. Declared are all or nothing; nobody declares people without a team."""
    declared = [each.figures.declared for each in lines if each.level != "team" or each.team is not None]
    said = [each for each in declared if each is not None]
    return Figures(
        {status: sum(each.figures.statuses[status] for each in lines) for status in STATUSES},
        outside=sum(each.figures.outside for each in lines),
        soon=sum(each.figures.soon for each in lines),
        earlier=sum(each.figures.earlier for each in lines),
        later=sum(each.figures.later for each in lines),
        declared=sum(said) if said and len(said) == len(declared) else None,
    )
