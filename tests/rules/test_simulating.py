"""What a changed rule would do: people counted by status without and with it."""

import datetime as dt

from course.rules.requirements import DatedRequirement, Requirement
from course.rules.simulating import simulate, together
from course.rules.standing import Exemption, MemberFacts

DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
FROM = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
NURSERY, SCHOOL, TODDLERS = 1, 2, 11


def somebody(*, came: int = 400, done: int | None = None, left: int | None = None) -> MemberFacts:
    """Came, completed and left so many days before the rule begins."""
    completed = () if done is None else (FROM - done * DAY,)
    return MemberFacts(FROM - came * DAY, None if left is None else FROM - left * DAY, None, completed)


def rule(organisation: int | None, asked: Requirement | None, team: int | None = None) -> DatedRequirement:
    return DatedRequirement(0, organisation, team, None, FROM, asked)


YEARLY = Requirement(due_days=30, valid_months=12, window_days=60, grace_days=14)
PEOPLE = [
    ((NURSERY, None, None), somebody(done=100)),
    ((NURSERY, None, None), somebody(done=370)),
    ((NURSERY, TODDLERS, None), somebody(done=390)),
    ((NURSERY, None, None), somebody()),
    ((NURSERY, None, None), somebody(done=390, left=1)),
    ((SCHOOL, None, None), somebody(done=340)),
]


def test_people_are_counted_from_which_status_to_which_by_organisation() -> None:
    found = simulate(PEOPLE, (), rule(None, YEARLY), DEFAULT)
    nursery, school = found[NURSERY], found[SCHOOL]
    assert dict(nursery.before) == {"in-date": 3, "overdue": 1, "left": 1}
    assert dict(nursery.after) == {"in-date": 1, "overdue": 2, "expired": 1, "left": 1}
    assert dict(nursery.moves) == {("in-date", "overdue"): 1, ("in-date", "expired"): 1}
    assert dict(school.moves) == {("in-date", "due-soon"): 1}
    whole = together(found.values())
    assert (whole.changed, whole.people) == (3, 6)
    assert whole.before.total() == whole.after.total() == 6


def test_a_nearer_rule_that_is_there_already_goes_on_holding() -> None:
    own = DatedRequirement(3, NURSERY, None, None, FROM - 10 * DAY, YEARLY)
    found = simulate(PEOPLE, (own,), rule(None, Requirement(1, 1, 1, 0)), DEFAULT)
    assert found[NURSERY].changed == 0 and found[SCHOOL].changed == 1


def test_the_end_of_a_rule_is_a_change_as_well() -> None:
    own = DatedRequirement(3, NURSERY, None, None, FROM - 10 * DAY, YEARLY)
    found = simulate(PEOPLE, (own,), rule(NURSERY, None), DEFAULT)
    assert dict(found[NURSERY].moves) == {("overdue", "in-date"): 1, ("expired", "in-date"): 1}


def test_one_that_changes_nothing_changes_nobody() -> None:
    found = simulate(PEOPLE, (), rule(None, DEFAULT), DEFAULT)
    assert together(found.values()).changed == 0
    assert together(()).people == 0


def test_a_rule_set_again_for_the_same_day_wins_over_the_one_that_is_there() -> None:
    first = DatedRequirement(7, None, None, None, FROM, YEARLY)
    found = simulate(PEOPLE, (first,), rule(None, DEFAULT), DEFAULT)
    assert together(found.values()).changed == 3


def test_whose_day_comes_earlier_or_later_is_counted_though_no_status_changes() -> None:
    """Two who completed and one whose time to complete has not ended; who is exempt or has left has no day that moves."""
    exempt = MemberFacts(FROM, None, None, (FROM - 100 * DAY,), (Exemption(FROM, None),))
    people = [
        ((NURSERY, None, None), somebody(done=100)),
        ((NURSERY, None, None), somebody(done=50)),
        ((NURSERY, None, None), somebody(came=5)),
        ((NURSERY, None, None), somebody(done=100, left=1)),
        ((NURSERY, None, None), exempt),
    ]
    longer = Requirement(due_days=20, valid_months=36, window_days=60, grace_days=14)
    found = together(simulate(people, (), rule(None, longer), DEFAULT).values())
    assert (found.changed, found.sooner, found.later) == (0, 1, 2)
    same = together(simulate(people, (), rule(None, Requirement(30, 24, 61, 13)), DEFAULT).values())
    assert (same.changed, same.sooner, same.later) == (0, 0, 0)
