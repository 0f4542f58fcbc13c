"""The headcounts that organisations declare for themselves and their teams: what holds of a place, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Declared = Mapping[tuple[int, int | None], int]  # people by organisation and team, None: the whole


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation and those of its teams that are looked at; `whole`: all of its members are."""

    id: int
    name: str
    whole: bool
    teams: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """An organisation whose `teams` declare together another headcount than the `whole` of it does."""

    organisation_name: str
    teams: int
    whole: int


def declared_of(place: Place, declared: Declared) -> int | None:
    """What was declared for an organisation, else for all of its teams together; None where some are lacking."""
    own = declared.get((place.id, None)) if place.whole else None
    teams = [declared.get((place.id, team)) for team, _ in place.teams]
    return own if own is not None else _sum(teams)


def all_declared(places: Sequence[Place], declared: Declared) -> int | None:
    """What was declared for all places together; None where some are lacking."""
    return _sum([declared_of(each, declared) for each in places])


def _sum(values: Sequence[int | None]) -> int | None:
    known = [each for each in values if each is not None]
    return sum(known) if known and len(known) == len(values) else None


def apart(places: Iterable[Place], declared: Declared) -> Iterator[Apart]:
    """Where the headcounts of all teams do not add up to the organisation's, or those of some are more already."""
    for each in places:
        whole = declared.get((each.id, None)) if each.whole else None
        said = [declared.get((each.id, team)) for team, _ in each.teams]
        teams = sum(found for found in said if found is not None)
        if whole is not None and said and (teams > whole or (None not in said and teams < whole)):
            yield Apart(each.name, teams, whole)
