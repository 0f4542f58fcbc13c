"""Status, whatever happened and whatever is asked: one of eight, one way through time, and no completion in vain."""

import datetime as dt
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from course.rules.dates import add_months
from course.rules.requirements import Requirement
from course.rules.standing import STATUSES, Exemption, MemberFacts, dates, expiry, holding, status

DAY = dt.timedelta(days=1)
CAME = dt.date(2026, 4, 5)
DAYS = st.integers(-900, 2_500).map(lambda days: CAME + days * DAY)
RULES = st.builds(
    Requirement,
    due_days=st.integers(0, 400),
    valid_months=st.integers(1, 60),
    window_days=st.integers(0, 27),
    grace_days=st.integers(0, 90),
    date_rule=st.sampled_from(("from-completion", "from-expiry", "fixed-date")),
    fixed_day=st.sampled_from(((1, 1), (2, 28), (2, 29), (3, 31), (8, 31), (12, 31))),
)
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 400)).map(
    lambda span: Exemption(span[0], None if span[1] is None else span[0] + span[1] * DAY)
)
FACTS = st.builds(
    MemberFacts,
    counts_from=DAYS,
    left_on=st.none() | DAYS,
    begun_on=st.none() | DAYS,
    completed_on=st.lists(DAYS, max_size=5).map(tuple),
    exemptions=st.lists(SPANS, max_size=3).map(tuple),
)


@given(FACTS, RULES, DAYS)
def test_there_is_always_exactly_one_of_the_eight(found: MemberFacts, asked: Requirement, when: dt.date) -> None:
    known = dates(found, asked, when)
    assert STATUSES.count(status(known, when)) == 1
    about_a_completion = (known.completed_on, known.opens_on, known.expires_on, known.grace_until)
    assert len({each is None for each in about_a_completion}) == 1


ORDER = {
    False: ("not-started", "in-progress", "overdue", "left"),
    True: ("in-date", "due-soon", "overdue", "expired", "left"),
}


@given(FACTS, RULES, DAYS, st.integers(0, 3_000))
def test_without_new_facts_time_leads_one_way(found: MemberFacts, asked: Requirement, when: dt.date, far: int) -> None:
    """Exemptions apart, which begin and end on days of their own."""
    plain = MemberFacts(found.counts_from, found.left_on, found.begun_on, found.completed_on)
    latest = max((*plain.completed_on, when))
    days = sorted({latest + DAY * step for step in (0, 1, far // 3, far // 2, far, far + 1)})
    seen = [name for name, _ in groupby(status(dates(plain, asked, each), each) for each in days)]
    places = [ORDER[bool(plain.completed_on)].index(name) for name in seen]
    assert places == sorted(set(places)), seen


@given(FACTS, RULES, DAYS, st.integers(0, 400))
def test_the_dates_of_a_day_say_the_status_of_every_later_one_until_something_begins(
    found: MemberFacts, asked: Requirement, when: dt.date, further: int
) -> None:
    """A report compares kept dates with today: they may not need to be worked out anew each night."""
    later = when + further * DAY
    coming = [*found.completed_on, *(each.from_day for each in found.exemptions), found.begun_on, found.left_on]
    if not any(each is not None and when < each <= later for each in coming):
        assert status(dates(found, asked, when), later) == status(dates(found, asked, later), later)


@given(st.lists(DAYS, min_size=1, max_size=6), RULES)
def test_counting_from_the_expiry_never_gives_less_than_from_completing(
    done: list[dt.date], asked: Requirement
) -> None:
    values = (asked.due_days, asked.valid_months, asked.window_days, asked.grace_days)
    from_expiry, from_completion = (
        expiry(done, Requirement(*values, rule)) for rule in ("from-expiry", "from-completion")
    )
    assert from_expiry is not None and from_completion is not None
    assert from_expiry >= from_completion == add_months(max(done), asked.valid_months)


@given(st.lists(DAYS, min_size=1, max_size=6), DAYS, RULES)
def test_no_completion_shortens_what_an_earlier_one_gave(
    done: list[dt.date], more: dt.date, asked: Requirement
) -> None:
    before, after = expiry(done, asked), expiry([*done, max(*done, more)], asked)
    assert before is not None and after is not None and after >= before


@given(st.lists(DAYS, min_size=1, max_size=6), RULES)
def test_every_completion_holds_at_least_a_day(done: list[dt.date], asked: Requirement) -> None:
    held = holding(done, asked)
    assert held is not None and held.expires_on > held.completed_on


@given(st.lists(DAYS, min_size=1, max_size=6), RULES)
def test_a_fixed_date_is_kept_to(done: list[dt.date], asked: Requirement) -> None:
    fixed = Requirement(30, asked.valid_months, asked.window_days, 14, "fixed-date", asked.fixed_day)
    ends = expiry(done, fixed)
    assert ends is not None and asked.fixed_day is not None
    month, last = asked.fixed_day
    assert (ends.month, ends.day) in {(month, last), (2, 28) if (month, last) == (2, 29) else (month, last)}
