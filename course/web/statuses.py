"""Statuses explained, for the pages that show a person's record: to the learner, and to whoever may see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection

from course.records import job_roles, member_facts, organisations, requirements
from course.records.member_facts import Member
from course.rules.explaining import Explained, Names, explain_member
from course.rules.requirements import DatedRequirement, Requirement, default_requirement, in_force
from course.rules.standing import Dates, dates
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class Asked:
    """Every requirement, what their scopes are called, and the values of `course.yaml`."""

    known: tuple[DatedRequirement, ...]
    default: Requirement
    names: Names

    def of(self, member: Member, day: dt.date) -> Requirement:
        """What is asked of a member on a day."""
        place = {"team": member.team, "job_role": member.job_role}
        return in_force(self.known, self.default, organisation=member.organisation, day=day, **place)

    def dates(self, member: Member, day: dt.date) -> Dates:
        """The days that follow for a member."""
        return dates(member.facts, self.of(member, day), day)

    def explain(self, member: Member, day: dt.date) -> Explained:
        """A member's status in words."""
        place = {"team": member.team, "job_role": member.job_role}
        return explain_member(
            member.facts, self.known, self.default, self.names, day, organisation=member.organisation, **place
        )


@dataclass(frozen=True, slots=True)
class PlaceStatus:
    """A membership with its status. `place` is the organisation, and the team if there is one."""

    member: Member
    place: str
    explained: Explained


def asked(store: Connection) -> Asked:
    """What is asked of whom, with names; four statements."""
    names = Names(
        {each.id: each.name for each in organisations.organisations(store)},
        {each.id: each.name for each in organisations.teams(store)},
        job_roles.names(store),
    )
    return Asked(requirements.requirements(store), default_requirement(catalogue().course), names)


def place_name(member: Member, names: Names) -> str:
    """The organisation, and the team if there is one."""
    team = names.teams.get(member.team or 0)
    organisation = names.organisations.get(member.organisation, "")
    return f"{organisation}, {team}" if team else organisation


@dataclass(frozen=True, slots=True)
class Record:
    """Every membership of a person, and what is asked of whom."""

    asked: Asked
    members: tuple[Member, ...]

    def registered(self, day: dt.date) -> tuple[Member, ...]:
        """The memberships that are counted on a day: not those that go on in a later one, nor those still to come."""
        return tuple(each for each in self.members if each.started_on <= day and not _goes_on(each, day))

    def statuses(self, day: dt.date) -> tuple[PlaceStatus, ...]:
        """The status in each of them."""
        return tuple(
            PlaceStatus(each, place_name(each, self.asked.names), self.asked.explain(each, day))
            for each in self.registered(day)
        )


def record_of(store: Connection, person: int) -> Record:
    """A person's memberships with their facts; eight statements."""
    return Record(asked(store), tuple(member_facts.members_of(store, person)))


def _goes_on(member: Member, day: dt.date) -> bool:
    """Whether it has ended by a move, or the person has left and come back by that day."""
    came_back = member.followed_on is not None and member.followed_on <= day
    return member.left_on is not None and member.left_on <= day and (member.moved or came_back)
