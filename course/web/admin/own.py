"""What the administrator who is signed in looks after: the whole partnership, or organisations. The rest is not there.

Views under `/manage` that an organisation's administrator may open too are declared with `@holds_any("administrator")`
and ask here; outside it the answer is 404, in the words for what does not exist.
"""

from __future__ import annotations

from flask import abort
from sqlalchemy import Connection

from course.records import members, organisations
from course.records.members import Place, Somebody
from course.records.organisations import Organisation, Team
from course.rules.scoping import Scope, scope_of
from course.web.admin import blueprint
from course.web.gate import learner


def own() -> Scope:
    """What the role of administrator is held for. A team has no administrator, so that a grant for one opens nothing."""
    here = learner()
    held = scope_of(here.roles if here else (), ("administrator",))
    return Scope(everything=held.everything, organisations=held.organisations)


def own_organisations(store: Connection) -> tuple[Organisation, ...]:
    """The organisations that are looked after, by name."""
    return tuple(each for each in organisations.organisations(store) if own().covers(each.id, None))


def own_organisation_or_404(store: Connection, number: int) -> Organisation:
    """One of them."""
    return next((each for each in own_organisations(store) if each.id == number), None) or abort(404)


def teams_of(store: Connection, organisation: int) -> tuple[Team, ...]:
    """The teams of an organisation, by name."""
    return tuple(each for each in organisations.teams(store) if each.organisation == organisation)


def own_person_or_404(store: Connection, number: int) -> Somebody:
    """Somebody who belongs or belonged there."""
    return members.somebody(store, own(), number) or abort(404)


def own_place_or_404(store: Connection, number: int) -> Place:
    """A membership there."""
    return members.place(store, own(), number) or abort(404)


@blueprint.context_processor
def _menu() -> dict[str, object]:
    """For the menu, which shows what one can open."""
    return {"manages": own()}
