"""Joining an organisation, and perhaps a team, with a join code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from course.clock import now
from course.records import join_codes, members, organisations
from course.records.join_codes import JoinCode
from course.rules.dates import london_day

UNKNOWN = "We do not know this join code. Check it letter by letter, or ask for a new one"
STOPPED = "This join code was stopped. Ask for a new one"
EXPIRED = "This join code has expired. Ask for a new one"
STILL_THERE = "You belong there already, until a day that is still to come. Ask your administrator to take it back"
USED_UP = "This join code has been used as often as it may be. Ask for a new one"


@dataclass(frozen=True, slots=True)
class Found:
    """What a typed code stands for. `code` is None for an unknown one; `reason` is None when it can be used now."""

    code: JoinCode | None
    reason: str | None
    organisation: str = ""
    team: str | None = None  # None: the code is for the whole organisation

    @property
    def place(self) -> str:
        """The organisation and, if the code is for one, the team."""
        return f"{self.organisation}, {self.team}" if self.team else self.organisation


def why_not(code: JoinCode, today: dt.date) -> str | None:
    """Why a code cannot be used today; None when it can. The last day counts."""
    if code.revoked:
        return STOPPED
    if code.expires_on is not None and code.expires_on < today:
        return EXPIRED
    if code.uses_limit is not None and code.uses >= code.uses_limit:
        return USED_UP
    return None


def look_up(store: Connection, typed: str) -> Found:
    """Find a code as people type it: capitals or not, blanks at the ends."""
    code = join_codes.join_code(store, typed.strip())
    if code is None:
        return Found(None, UNKNOWN)
    organisation = next(each.name for each in organisations.organisations(store) if each.id == code.organisation)
    team = next((each.name for each in organisations.teams(store) if each.id == code.team), None)
    return Found(code, why_not(code, london_day(now())), organisation, team)


def is_member(store: Connection, person: int, code: JoinCode) -> bool:
    """Whether the person belongs there already."""
    return any(
        each.organisation == code.organisation and each.left_on is None and code.team in (None, each.team)
        for each in organisations.memberships_of(store, person)
    )


def join(store: Connection, person: int, typed: str) -> Found:
    """Join if the code can still be used, and count the use. Somebody who belongs there already uses nothing up."""
    found = look_up(store, typed)
    if found.code is None or is_member(store, person, found.code) or found.reason:
        return found
    if members.joining_fault(store, person, found.code.organisation, london_day(now())):
        return replace(found, reason=STILL_THERE)
    if not join_codes.count_use(store, found.code.id):
        return replace(found, reason=USED_UP)
    organisations.join(store, person, found.code.organisation, found.code.team, london_day(now()), now())
    return found
