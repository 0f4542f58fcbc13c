"""Whose records somebody may see in reports, and how much of them. The one answer that every list and export goes through.

interface.md, "People, roles, words": the safeguarding lead (organisation lead) sees completion, dates and module scores;
the team lead completion and dates; the auditor figures without names; nobody single answers, notes or confidence.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from course.rules.facts import Role
from course.rules.permission import SCOPES

ANALYSIS_ROLES = ("organisation-lead", "auditor")  # a team lead sees completion and dates, nothing of answers
NAME_ROLES = ("organisation-lead", "team-lead")
REPORT_ROLES = (*NAME_ROLES, "auditor")


@dataclass(frozen=True, slots=True)
class Scope:
    """Members of these organisations and of these teams; `everything`: of the whole partnership."""

    everything: bool = False
    organisations: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()

    @property
    def nothing(self) -> bool:
        """Whether nobody at all is in it."""
        return not (self.everything or self.organisations or self.teams)

    def covers(self, organisation: int, team: int | None) -> bool:
        """Whether a member of this organisation and team is in it."""
        return self.everything or organisation in self.organisations or (team is not None and team in self.teams)

    def together(self, other: Scope) -> Scope:
        """Whoever is in one of the two."""
        return Scope(
            self.everything or other.everything, self.organisations | other.organisations, self.teams | other.teams
        )

    def narrowed(self, organisation: int, teams: Collection[int]) -> Scope:
        """Of those in it the members of one organisation; `teams` are all of its teams."""
        if self.everything or organisation in self.organisations:
            return Scope(organisations=frozenset({organisation}))
        return Scope(teams=self.teams.intersection(teams))


NOBODY = Scope()


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees in reports: figures of everyone in `figures`, names and dates in `names`, scores in `scores`;
    what people answered and how sure they are, counted in groups, in `analysis`.

    Each scope lies within `figures`. `small_hidden`: counts under 5 are hidden from them (`rules.suppression`),
    because they hold figures for people whose names they may not see.
    """

    figures: Scope
    analysis: Scope
    names: Scope
    scores: Scope

    @property
    def small_hidden(self) -> bool:
        """Whether there are figures of people without their names."""
        return self.figures != self.names


def sight(roles: Collection[Role]) -> Sight:
    """What the roles together let somebody see. An administrator's role alone shows no report: it manages, not reads."""
    return Sight(
        figures=scope_of(roles, REPORT_ROLES),
        analysis=scope_of(roles, ANALYSIS_ROLES),
        names=scope_of(roles, NAME_ROLES),
        scores=scope_of(roles, ("organisation-lead",)),
    )


def scope_of(roles: Collection[Role], names: Collection[str]) -> Scope:
    """All that roles of these names are held for, together."""
    held = [role for role in roles if role.name in names]
    return Scope(
        everything=any(role.scope == "partnership" for role in held),
        organisations=frozenset(role.of for role in held if role.scope == "organisation" and role.of is not None),
        teams=frozenset(role.of for role in held if role.scope == "team" and role.of is not None),
    )


def role_over(roles: Collection[Role], organisation: int, team: int | None) -> Role:
    """The role in which somebody sees the names of members of this organisation and team, the farthest-reaching first.

    Raises ValueError where none does.
    """
    for name in NAME_ROLES:
        for role in sorted(roles, key=lambda each: SCOPES.index(each.scope)):
            if role.name == name and scope_of([role], NAME_ROLES).covers(organisation, team):
                return role
    raise ValueError("no role shows these names")
