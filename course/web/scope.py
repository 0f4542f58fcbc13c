"""What the person who is signed in may see of others, for the views; the rule is `rules.scoping`."""

from __future__ import annotations

from flask import abort

from course.rules.scoping import Sight, sight
from course.web.gate import must_be_learner


def present_sight() -> Sight:
    """The sight of who is signed in."""
    return sight(must_be_learner().roles)


def names_or_404(organisation: int, team: int | None) -> Sight:
    """The sight, where it covers the names of members of this organisation and team; else 404, as if there were none."""
    found = present_sight()
    return found if found.names.covers(organisation, team) else abort(404)
