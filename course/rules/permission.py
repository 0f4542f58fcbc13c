"""Who may do what, and how long a visit lasts. Pure predicates; web asks them, records hold the facts.

A role is held *for* the partnership, one organisation or one team. What is held for the partnership covers everything;
what is held for an organisation covers its teams; what is held for a team covers that team alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from course.rules.facts import Role

ROLES = ("trainer", "team-lead", "organisation-lead", "administrator", "auditor")  # everyone signed in is a learner
SCOPES = ("partnership", "organisation", "team")
IDLE_WITH_ROLE = dt.timedelta(minutes=30)
LONGEST_WITH_ROLE = dt.timedelta(hours=12)
LONGEST_SHARED = dt.timedelta(hours=12)
LONGEST_LEARNER = dt.timedelta(days=30)


def may(roles: Collection[Role], needed: str, *, organisation: int | None = None, team: int | None = None) -> bool:
    """Whether one of the roles is the needed one and covers the organisation or team asked about.

    Asking about a team, give its organisation too: the lead of an organisation may see its teams. Asking about neither
    is asking about the whole partnership.
    """
    return any(role.name == needed and _covers(role, organisation, team) for role in roles)


def _covers(role: Role, organisation: int | None, team: int | None) -> bool:
    if role.scope == "partnership":
        return True
    asked = organisation if role.scope == "organisation" else team
    return asked is not None and role.of == asked


def longest_visit(roles: Collection[Role], *, shared: bool) -> dt.timedelta:
    """How long a visit may last in all, however busy it is."""
    if roles:
        return LONGEST_WITH_ROLE
    return LONGEST_SHARED if shared else LONGEST_LEARNER


def visit_lasts(
    roles: Collection[Role], *, shared: bool, started_at: dt.datetime, seen_at: dt.datetime, now: dt.datetime
) -> bool:
    """Whether a visit still holds. A role granted during the visit shortens it at once.

    The 15 idle minutes on a shared computer are kept in the cookie, by the web: reading a page must not write here.
    """
    if now - started_at >= longest_visit(roles, shared=shared):
        return False
    return not roles or now - seen_at < IDLE_WITH_ROLE
