"""Scopes put together, and narrowed to one organisation."""

import pytest

from course.rules.scoping import NOBODY, Scope

ALL = Scope(everything=True)
OF_1 = Scope(organisations=frozenset({1}))
TEAM_7 = Scope(teams=frozenset({7}))


def test_two_scopes_together_cover_what_either_covers() -> None:
    both = OF_1.together(TEAM_7)
    assert both == Scope(organisations=frozenset({1}), teams=frozenset({7})) == TEAM_7.together(OF_1)
    assert both.covers(1, None) and both.covers(2, 7) and not both.covers(2, 8)
    assert ALL.together(OF_1).everything and NOBODY.together(NOBODY).nothing


@pytest.mark.parametrize(
    ("scope", "organisation", "teams", "found"),
    [
        (ALL, 1, (), OF_1),
        (OF_1, 1, (7,), OF_1),
        (OF_1, 2, (8,), NOBODY),
        (TEAM_7, 1, (7, 9), TEAM_7),
        (TEAM_7, 2, (8,), NOBODY),
        (OF_1.together(TEAM_7), 2, (7,), TEAM_7),
        (NOBODY, 1, (7,), NOBODY),
    ],
)
def test_narrowed_to_an_organisation_nothing_of_another_is_left(
    scope: Scope, organisation: int, teams: tuple[int, ...], found: Scope
) -> None:
    assert scope.narrowed(organisation, teams) == found
