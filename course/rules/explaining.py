"""A status in words: since or until when, and one sentence that shows the sum it follows from.

Reports and the learner's own page say the same sentence, so that nobody has to guess why somebody is overdue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from course.rules.dates import add_months
from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.rules.standing import FOR_EVER, Dates, Holding, MemberFacts, dates, holding, status

NAMES: Mapping[str, str] = {
    "in-date": "In date",
    "due-soon": "Due soon",
    "overdue": "Overdue",
    "expired": "Expired",
    "in-progress": "In progress",
    "not-started": "Not started",
    "exempt": "Exempt",
    "left": "Left",
}
DEFAULT = "default"  # the name of the rule where the values of course.yaml hold
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """A status on a day. `on` is the day it turns on (None: an exemption without an end); `rule` says whose rule holds.

    `expires_on` is the last day of what was completed; `every` says how often the rule asks for a refresher.
    """

    status: str
    name: str
    on: dt.date | None
    sentence: str
    rule: str
    expires_on: dt.date | None = None
    every: str = ""

    def beside_certificate(self, place: str, until: dt.date, day: dt.date) -> str:
        """Why the status at a place and the newest certificate name different days; "" where they name the same, or the
        status does not turn on a completion."""
        if self.expires_on in (None, until) or self.status in ("left", "exempt"):
            return ""
        ends = "runs out" if self.expires_on and self.expires_on >= day else "ran out"
        whose = "of the course" if self.rule == DEFAULT else f"for {self.rule}"
        return (
            f"The rule {whose} asks for a refresher {self.every}, so your status at {place} {ends} on "
            f"{_day(self.expires_on)}; the certificate itself says {_day(until)}"
        )


@dataclass(frozen=True, slots=True)
class Names:
    """What the scopes of requirements are called, by their ids."""

    organisations: Mapping[int, str]
    teams: Mapping[int, str]
    job_roles: Mapping[int, str]

    def of(self, asked: DatedRequirement) -> str:
        """For whom a requirement is."""
        if asked.team is not None:
            return f"{self.teams.get(asked.team, 'a team')} ({self._organisation(asked)})"
        role = self.job_roles.get(asked.job_role, "a job role") if asked.job_role is not None else ""
        if asked.organisation is None:
            return f"{role}, whole partnership" if role else "the whole partnership"
        return f"{role}, {self._organisation(asked)}" if role else self._organisation(asked)

    def _organisation(self, asked: DatedRequirement) -> str:
        return self.organisations.get(asked.organisation or 0, "an organisation")


def explain_member(
    facts: MemberFacts,
    known: tuple[DatedRequirement, ...],
    default: Requirement,
    names: Names,
    day: dt.date,
    *,
    organisation: int,
    team: int | None,
    job_role: int | None,
) -> Explained:
    """The status of a member on a day, under the requirement in force on it."""
    asked = in_force(known, default, organisation=organisation, team=team, job_role=job_role, day=day)
    rule = next((names.of(each) for each in known if each.id == asked.id), DEFAULT)
    holds = holding([each for each in facts.completed_on if each <= day], asked)
    return explain(dates(facts, asked, day), asked, day, counts_from=facts.counts_from, holds=holds, rule=rule)


def explain(
    found: Dates, asked: Requirement, day: dt.date, *, counts_from: dt.date, holds: Holding | None = None, rule: str
) -> Explained:
    """The status that follows from the dates. Without `holds` the sum is shown where the completion alone gives it."""
    now = status(found, day)
    on, sentence = _said(now, found, asked, counts_from, holds)
    return Explained(now, NAMES[now], on, sentence, rule, found.expires_on, _every(asked))


def _said(
    now: str, found: Dates, asked: Requirement, counts_from: dt.date, holds: Holding | None
) -> tuple[dt.date | None, str]:
    if now == "left":
        return found.left_on, f"Left on {_day(found.left_on)}"
    if now == "exempt":
        endless = found.exempt_until == FOR_EVER
        return (None, "Exempt until somebody ends it") if endless else (
            found.exempt_until, f"Exempt until {_day(found.exempt_until)}"
        )  # fmt: skip
    if found.expires_on is None:
        begins = "Was due by" if now == "overdue" else "Due by"
        return found.due_on, f"{begins} {_day(found.due_on)} = started {_day(counts_from)} + {_days(asked.due_days)}"
    sum_ = _sum(found, asked, holds)
    if now in ("in-date", "due-soon"):
        window = f". The refresher has been open since {_day(found.opens_on)}" if now == "due-soon" else ""
        return found.expires_on, f"Expires {sum_}{window}"
    grace = f"The {_days(asked.grace_days)} of grace {'end' if now == 'overdue' else 'ended'} {_day(found.grace_until)}"
    return found.grace_until if now == "overdue" else found.expires_on, (
        f"Expired {sum_}. {grace}" if asked.grace_days else f"Expired {sum_}"
    )


def _sum(found: Dates, asked: Requirement, holds: Holding | None) -> str:
    """The expiry day and what it follows from."""
    expires, months = _day(found.expires_on), _months(asked)
    if holds is None and found.completed_on is not None:
        plain = add_months(found.completed_on, asked.valid_months) == found.expires_on
        holds = (
            Holding(found.completed_on, found.completed_on, found.expires_on) if plain and found.expires_on else None
        )
    if holds is None:
        return expires
    completed = f"completed {_day(holds.completed_on)}"
    if asked.date_rule == "fixed-date" and asked.fixed_day is not None:
        month, number = asked.fixed_day
        since = (
            f"completing on {_day(holds.completed_on)}"
            if holds.begins_on == holds.completed_on
            else f"{_day(holds.begins_on)} ({completed})"
        )
        limit = "the last" if holds.expires_on <= add_months(holds.begins_on, asked.valid_months) else "the next"
        within = f"within {months} of" if limit == "the last" else "after"
        return f"{expires} = {limit} {number} {MONTHS[month - 1]} {within} {since}"
    if holds.begins_on != holds.completed_on:
        return f"{expires} = earlier expiry {_day(holds.begins_on)} + {months} ({completed}, inside the window)"
    return f"{expires} = {completed} + {months}"


def _every(asked: Requirement) -> str:
    """How often a refresher is asked for."""
    months = "month" if asked.valid_months == 1 else f"{asked.valid_months} months"
    if asked.date_rule == "fixed-date" and asked.fixed_day is not None:
        return f"by the last {asked.fixed_day[1]} {MONTHS[asked.fixed_day[0] - 1]} within {_months(asked)}"
    counted = (
        ", counted on from the earlier expiry where one refreshes early" if asked.date_rule == "from-expiry" else ""
    )
    return f"every {months}{counted}"


def _months(asked: Requirement) -> str:
    return f"{asked.valid_months} month{'' if asked.valid_months == 1 else 's'}"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _day(value: dt.date | None) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else "a day not known"


def asked_in_words(asked: Requirement) -> str:
    """What a requirement asks, in a few sentences."""
    months = _months(asked)
    if asked.date_rule == "fixed-date" and asked.fixed_day is not None:
        month, number = asked.fixed_day
        holds = f"It holds to the last {number} {MONTHS[month - 1]} within {months}"
    elif asked.date_rule == "from-expiry":
        holds = f"It holds {months}; who refreshes inside the window goes on from the earlier expiry"
    else:
        holds = f"It holds {months} from completing"
    opens = f"The refresher opens {_days(asked.window_days)} before that"
    grace = f"{_days(asked.grace_days)} of grace follow" if asked.grace_days else "No days of grace"
    return f"Complete within {_days(asked.due_days)} of starting. {holds}. {opens}. {grace}."
