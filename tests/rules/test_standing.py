"""Status: every boundary by one day, months of different length, leap days, clock changes, the three date rules."""

import datetime as dt

import pytest

from course.rules.dates import add_months, london_day
from course.rules.requirements import Requirement
from course.rules.standing import (
    FOR_EVER,
    STATUSES,
    TRAINED,
    Exemption,
    MemberFacts,
    dates,
    exempt_until,
    expiry,
    holding,
    status,
)

DAY = dt.timedelta(days=1)
DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
CAME = dt.date(2026, 4, 5)


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


def facts(
    *completed: str, began: str | None = None, left: str | None = None, exempt: tuple[Exemption, ...] = ()
) -> MemberFacts:
    return MemberFacts(
        CAME, day(left) if left else None, day(began) if began else None, tuple(map(day, completed)), exempt
    )


def on(when: str, found: MemberFacts, asked: Requirement = DEFAULT) -> str:
    return status(dates(found, asked, day(when)), day(when))


# What happened to somebody who came on 5 April 2026; a day; the status on it.
BOUNDARIES = """
    nothing                          2026-04-05  not-started   the first day
    nothing                          2026-05-05  not-started   the due date itself
    nothing                          2026-05-06  overdue       the day after it
    begun 2026-04-20                 2026-04-19  not-started   the day before the first fact
    begun 2026-04-20                 2026-04-20  in-progress   the day of the first fact
    begun 2026-04-20                 2026-05-05  in-progress   the due date itself
    begun 2026-04-20                 2026-05-06  overdue       a fact does not put it off
    begun 2026-05-10                 2026-05-10  overdue       nor one after it
    done 2026-04-30                  2026-04-29  not-started   the day before completing
    done 2026-04-30                  2026-04-30  in-date       the day of completing
    done 2026-06-30                  2026-06-29  overdue       late
    done 2026-06-30                  2026-06-30  in-date       late, and now done
    done 2026-03-12                  2028-01-11  in-date       61 days before the expiry day
    done 2026-03-12                  2028-01-12  due-soon      60 days before the expiry day
    done 2026-03-12                  2028-03-12  due-soon      the expiry day itself
    done 2026-03-12                  2028-03-13  overdue       the first day of grace
    done 2026-03-12                  2028-03-26  overdue       the last day of grace
    done 2026-03-12                  2028-03-27  expired       the day after it
    done 2026-03-12                  2040-01-01  expired       and so for ever
    done 2026-03-12,2028-03-27       2028-03-26  overdue       a refresher to come does not count yet
    done 2026-03-12,2028-03-27       2028-03-27  in-date       a refresher after the grace
    done 2028-03-27,2026-03-12       2028-03-27  in-date       in whatever order they are told
    done 2026-03-12;left 2028-02-01  2028-01-31  due-soon      the last day
    done 2026-03-12;left 2028-02-01  2028-02-01  left          the first day it no longer holds
    nothing;left 2026-05-06          2026-05-06  left          before overdue
    exempt 2026-05-01..2026-05-31    2026-04-30  not-started   the day before an exemption
    exempt 2026-05-01..2026-05-31    2026-05-01  exempt        its first day
    exempt 2026-05-01..2026-05-31    2026-05-31  exempt        its last day
    exempt 2026-05-01..2026-05-31    2026-06-01  overdue       the day after: the due date was not moved
    exempt 2026-05-01..              2099-01-01  exempt        without an end
    exempt 2026-05-01..;left 2026-06-01  2026-06-01  left      left comes before exempt
    exempt 2026-05-01..;done 2026-03-12  2026-05-01  exempt    exempt comes before in date
"""


def told(written: str) -> MemberFacts:
    """Facts as a line of the table says them."""
    said = {part.partition(" ")[0]: part.partition(" ")[2] for part in written.split(";")}
    first, _, last = said.get("exempt", "").partition("..")
    exempt = (Exemption(day(first), day(last) if last else None),) if first else ()
    done = [each for each in said.get("done", "").split(",") if each]
    return facts(*done, began=said.get("begun"), left=said.get("left"), exempt=exempt)


def lines(table: str, columns: int) -> list[list[str]]:
    return [
        [part.strip() for part in line.split("  ") if part.strip()][:columns] for line in table.strip().splitlines()
    ]


@pytest.mark.parametrize(("happened", "when", "expected", "why"), lines(BOUNDARIES, 4))
def test_every_status_begins_and_ends_on_its_day(happened: str, when: str, expected: str, why: str) -> None:
    assert on(when, told(happened)) == expected, why


# Completed; months; expires.
MONTHS = """
    2026-03-12  24  2028-03-12  the plain case
    2028-02-29  24  2030-02-28  a leap day, and no leap day two years on
    2028-02-29  48  2032-02-29  a leap day four years on
    2026-02-28  24  2028-02-28  the 28th stays the 28th in a leap year
    2027-02-28  12  2028-02-28  and so after one year
    2028-02-28  12  2029-02-28  the day before a leap day
    2028-02-29  12  2029-02-28  as long as the day before it
    2028-03-01  12  2029-03-01  the day after
    2026-08-31   6  2027-02-28  31 August and half a year
    2027-08-31   6  2028-02-29  31 August, into a leap year
    2026-10-31   1  2026-11-30  a month of 31 days and one of 30
    2026-12-31   2  2027-02-28  over the turn of the year
    2026-01-31  13  2027-02-28  more than a year
"""


@pytest.mark.parametrize(("completed", "months", "expires", "why"), lines(MONTHS, 4))
def test_months_are_counted_by_the_calendar(completed: str, months: str, expires: str, why: str) -> None:
    assert expiry([day(completed)], Requirement(30, int(months), 60, 14)) == day(expires), why


# The moment of the last hand-in in UTC; the day in London on which it counts; the expiry day.
MOMENTS = """
    2026-01-10T23:59:59Z  2026-01-10  2028-01-10  winter: London keeps UTC
    2026-01-11T00:00:00Z  2026-01-11  2028-01-11  winter: midnight
    2026-06-10T22:59:59Z  2026-06-10  2028-06-10  summer: a second before midnight in London
    2026-06-10T23:00:00Z  2026-06-11  2028-06-11  summer: midnight in London is 23:00 UTC
    2026-03-28T23:59:59Z  2026-03-28  2028-03-28  the last second before the night the clocks go forward
    2026-03-29T00:00:00Z  2026-03-29  2028-03-29  midnight of that night is still winter time
    2026-03-29T22:59:59Z  2026-03-29  2028-03-29  that day has 23 hours
    2026-03-29T23:00:00Z  2026-03-30  2028-03-30  and ends an hour early in UTC
    2026-10-24T22:59:59Z  2026-10-24  2028-10-24  the eve of the night the clocks go back
    2026-10-24T23:00:00Z  2026-10-25  2028-10-25  that day begins in summer time
    2026-10-25T23:59:59Z  2026-10-25  2028-10-25  and has 25 hours
    2026-10-26T00:00:00Z  2026-10-26  2028-10-26  and ends at midnight UTC
    2028-02-29T23:59:59Z  2028-02-29  2030-02-28  the last second of a leap day
    2026-06-11T08:00:00+09:00  2026-06-11  2028-06-11  a moment written in Tokyo
"""


@pytest.mark.parametrize(("moment", "completed", "expires", "why"), lines(MOMENTS, 4))
def test_a_day_is_a_day_in_london(moment: str, completed: str, expires: str, why: str) -> None:
    counted = london_day(dt.datetime.fromisoformat(moment))
    assert (counted, expiry([counted], DEFAULT)) == (day(completed), day(expires)), why


# Days of completion; months; window; date rule (and fixed day); expires.
DATE_RULES = """
    2026-03-12                        24  60  from-completion   2028-03-12  one completion
    2026-03-12,2028-02-01             24  60  from-completion   2030-02-01  early: the rest is lost
    2026-03-12,2028-01-11             24  60  from-expiry       2030-01-11  61 days early: counted from completing
    2026-03-12,2028-01-12             24  60  from-expiry       2030-03-12  60 days early: nothing is lost
    2026-03-12,2028-03-12             24  60  from-expiry       2030-03-12  on the expiry day
    2026-03-12,2028-03-13             24  60  from-expiry       2030-03-13  a day late: counted from completing
    2026-03-12,2028-02-01,2030-02-01  24  60  from-expiry       2032-03-12  early each time
    2026-03-12,2028-02-01,2028-02-01  24  60  from-expiry       2030-03-12  twice on a day gives no more than once
    2026-03-12,2028-01-12,2028-02-20  24  60  from-expiry       2030-03-12  again at once: never less than before
    2028-02-29,2030-02-28             24  60  from-expiry       2032-02-28  a leap day does not come back
    2026-03-12                        12  60  fixed-date 08-31  2026-08-31  the last 31 August within 12 months
    2026-03-12                        24  60  fixed-date 08-31  2027-08-31  within 24 months
    2026-07-01                        12  60  fixed-date 08-31  2026-08-31  the day before its window
    2026-07-02                        12  60  fixed-date 08-31  2027-08-31  in its window: counted from it
    2026-08-31                        12  60  fixed-date 08-31  2027-08-31  on the day itself
    2026-09-01                        12  60  fixed-date 08-31  2027-08-31  the day after it
    2026-09-01                         6  60  fixed-date 08-31  2027-08-31  always one that is still to come
    2027-02-01                        12  60  fixed-date 02-29  2028-02-29  29 February, into a leap year
    2027-12-31                        12  60  fixed-date 02-29  2029-02-28  29 February, in other years the 28th
    2026-11-15                        12  60  fixed-date 12-31  2027-12-31  the end of the year, in its window
    2026-10-15                        12  60  fixed-date 12-31  2026-12-31  the end of the year, before its window
    2026-03-12,2026-07-20             12  60  fixed-date 08-31  2027-08-31  again in the window
"""


@pytest.mark.parametrize(("done", "months", "window", "rule", "expires", "why"), lines(DATE_RULES, 6))
def test_the_three_date_rules(done: str, months: str, window: str, rule: str, expires: str, why: str) -> None:
    name, _, fixed = rule.partition(" ")
    month, _, number = fixed.partition("-")
    asked = Requirement(30, int(months), int(window), 14, name, (int(month), int(number)) if fixed else None)
    assert expiry(map(day, done.split(",")), asked) == day(expires), why


def test_a_fixed_date_rule_needs_its_day() -> None:
    with pytest.raises(ValueError, match="without its day"):
        expiry([CAME], Requirement(30, 24, 60, 14, "fixed-date"))


def test_what_is_shown_as_the_sum_is_the_sum() -> None:
    early = holding(map(day, ("2026-03-12", "2028-02-01")), Requirement(30, 24, 60, 14, "from-expiry"))
    assert early is not None
    assert (early.completed_on, early.begins_on) == (day("2028-02-01"), day("2028-03-12"))
    assert add_months(early.begins_on, 24) == early.expires_on == day("2030-03-12")


@pytest.mark.parametrize(
    ("spans", "when", "until"),
    [
        ((), "2026-05-01", None),
        ((("2026-05-01", "2026-05-10"), ("2026-05-05", "2026-05-20")), "2026-05-03", "2026-05-10"),
        ((("2026-05-01", "2026-05-10"), ("2026-05-05", "2026-05-20")), "2026-05-05", "2026-05-20"),
        ((("2026-05-01", "2026-05-20"), ("2026-05-05", "2026-05-10")), "2026-05-06", "2026-05-20"),
        ((("2026-05-01", None), ("2026-05-05", "2026-05-10")), "2026-05-06", FOR_EVER.isoformat()),
        ((("2026-05-01", "2026-05-10"),), "2026-05-11", None),
        ((("2026-05-01", "2026-05-01"),), "2026-05-01", "2026-05-01"),
    ],
)
def test_of_several_exemptions_the_one_that_ends_last_counts(
    spans: tuple[tuple[str, str | None], ...], when: str, until: str | None
) -> None:
    held = [Exemption(day(first), day(last) if last else None) for first, last in spans]
    assert exempt_until(held, day(when)) == (day(until) if until else None)


def test_only_two_of_the_eight_count_as_trained() -> None:
    assert len(STATUSES) == len(set(STATUSES)) == 8
    assert {"in-date", "due-soon"} == TRAINED < set(STATUSES)
