"""A status in words: the day it turns on, and a sentence whose sum is right."""

import pytest

from course.rules.explaining import DEFAULT, NAMES, Explained, Names, explain, explain_member
from course.rules.requirements import DatedRequirement, Requirement
from course.rules.standing import STATUSES, dates
from tests.rules.test_standing import day, lines, told

ASKED = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
WHERE = {"organisation": 1, "team": 11, "job_role": 21}
CALLED = Names({1: "Heronsea Nursery"}, {11: "Toddlers"}, {21: "Key person"})

# What happened to somebody who came on 5 April 2026; the day; the status and its own day; the sentence.
SENTENCES = """
    nothing               2026-04-06  not-started 2026-05-05  Due by 5 May 2026 = started 5 April 2026 + 30 days
    begun 2026-04-20      2026-05-05  in-progress 2026-05-05  Due by 5 May 2026 = started 5 April 2026 + 30 days
    begun 2026-04-20      2026-05-06  overdue 2026-05-05      Was due by 5 May 2026 = started 5 April 2026 + 30 days
    done 2026-03-12       2026-05-06  in-date 2028-03-12      Expires 12 March 2028 = completed 12 March 2026 + 24 months
    done 2026-03-12       2028-03-12  due-soon 2028-03-12     Expires 12 March 2028 = completed 12 March 2026 + 24 months. The refresher has been open since 12 January 2028
    done 2026-03-12       2028-03-13  overdue 2028-03-26      Expired 12 March 2028 = completed 12 March 2026 + 24 months. The 14 days of grace end 26 March 2028
    done 2026-03-12       2028-03-27  expired 2028-03-12      Expired 12 March 2028 = completed 12 March 2026 + 24 months. The 14 days of grace ended 26 March 2028
    left 2026-06-01       2026-06-01  left 2026-06-01         Left on 1 June 2026
    exempt 2026-05-01..2026-05-31  2026-05-02  exempt 2026-05-31  Exempt until 31 May 2026
    exempt 2026-05-01..   2026-05-02  exempt -                Exempt until somebody ends it
"""  # noqa: E501 - a table


def explained(
    happened: str, when: str, known: tuple[DatedRequirement, ...] = (), asked: Requirement = ASKED
) -> Explained:
    return explain_member(told(happened), known, asked, CALLED, day(when), **WHERE)


@pytest.mark.parametrize(("happened", "when", "expected", "sentence"), lines(SENTENCES, 4))
def test_a_status_is_said_with_its_day_and_its_sum(happened: str, when: str, expected: str, sentence: str) -> None:
    found, (name, _, on) = explained(happened, when), expected.partition(" ")
    assert (found.status, found.on, found.sentence) == (name, None if on == "-" else day(on), sentence)
    assert (found.name, found.rule) == (NAMES[name], DEFAULT)


@pytest.mark.parametrize(
    ("done", "asked", "sentence"),
    [
        (
            "2026-03-12,2028-02-01",
            Requirement(30, 24, 60, 14, "from-expiry"),
            "Expires 12 March 2030 = earlier expiry 12 March 2028 + 24 months (completed 1 February 2028, inside the window)",
        ),
        (
            "2026-03-12",
            Requirement(30, 12, 60, 14, "fixed-date", (8, 31)),
            "Expires 31 August 2026 = the last 31 August within 12 months of completing on 12 March 2026",
        ),
        (
            "2026-07-20",
            Requirement(30, 12, 60, 14, "fixed-date", (8, 31)),
            "Expires 31 August 2027 = the last 31 August within 12 months of 31 August 2026 (completed 20 July 2026)",
        ),
        (
            "2026-09-01",
            Requirement(30, 1, 20, 14, "fixed-date", (8, 31)),
            "Expires 31 August 2027 = the next 31 August after completing on 1 September 2026",
        ),
        ("2026-03-12", Requirement(30, 1, 20, 0), "Expires 12 April 2026 = completed 12 March 2026 + 1 month"),
    ],
)
def test_each_date_rule_shows_its_own_sum(done: str, asked: Requirement, sentence: str) -> None:
    last = max(done.split(","))
    assert explained(f"done {done}", last, asked=asked).sentence == sentence


def test_without_grace_none_is_spoken_of() -> None:
    asked = Requirement(1, 24, 60, 0)
    assert explained("done 2026-03-12", "2028-03-13", asked=asked).sentence.endswith("+ 24 months")
    assert explained("nothing", "2026-04-05", asked=asked).sentence.endswith("+ 1 day")


def test_from_kept_dates_alone_the_sum_is_shown_where_it_holds_and_no_false_one_elsewhere() -> None:
    facts, when = told("done 2026-03-12,2028-02-01"), day("2028-02-02")
    for rule, sentence in (
        ("from-completion", "Expires 1 February 2030 = completed 1 February 2028 + 24 months"),
        ("from-expiry", "Expires 12 March 2030"),
    ):
        asked = Requirement(30, 24, 60, 14, rule)
        assert explain(dates(facts, asked, when), asked, when, counts_from=when, rule="").sentence == sentence


@pytest.mark.parametrize(
    ("scope", "called"),
    [
        ((None, None, None), "the whole partnership"),
        ((1, None, None), "Heronsea Nursery"),
        ((1, 11, None), "Toddlers (Heronsea Nursery)"),
        ((1, None, 21), "Key person, Heronsea Nursery"),
        ((None, None, 21), "Key person, whole partnership"),
    ],
)
def test_it_is_said_whose_rule_holds(scope: tuple[int | None, int | None, int | None], called: str) -> None:
    own = DatedRequirement(7, *scope, day("2026-04-01"), Requirement(7, 12, 30, 0, id=7))
    found = explained("nothing", "2026-04-05", (own,))
    assert (found.rule, found.on) == (called, day("2026-04-12"))
    assert explained("nothing", "2026-03-31", (own,)).rule == DEFAULT


OWN = DatedRequirement(7, 1, None, None, day("2026-01-01"), Requirement(30, 12, 60, 14, id=7))


@pytest.mark.parametrize(
    ("known", "asked", "when", "sentence"),
    [
        ((), ASKED, "2026-05-06", ""),
        (
            (OWN,),
            ASKED,
            "2026-05-06",
            "The rule for Heronsea Nursery asks for a refresher every 12 months, so your status at Nursery, Toddlers runs out "
            "on 12 March 2027; the certificate itself says 12 March 2028",
        ),
        (
            (OWN,),
            ASKED,
            "2027-03-13",
            "The rule for Heronsea Nursery asks for a refresher every 12 months, so your status at Nursery, Toddlers ran out "
            "on 12 March 2027; the certificate itself says 12 March 2028",
        ),
        (
            (),
            Requirement(30, 36, 60, 14),
            "2026-05-06",
            "The rule of the course asks for a refresher every 36 months, so your status at Nursery, Toddlers runs out "
            "on 12 March 2029; the certificate itself says 12 March 2028",
        ),
        (
            (),
            Requirement(30, 12, 60, 14, "fixed-date", (8, 31)),
            "2026-05-06",
            "The rule of the course asks for a refresher by the last 31 August within 12 months, so your status at Nursery, "
            "Toddlers runs out on 31 August 2026; the certificate itself says 12 March 2028",
        ),
        (
            (),
            Requirement(30, 1, 20, 14, "from-expiry"),
            "2026-03-20",
            "The rule of the course asks for a refresher every month, counted on from the earlier expiry where one refreshes "
            "early, so your status at Nursery, Toddlers runs out on 12 April 2026; the certificate itself says 12 March 2028",
        ),
    ],
)
def test_where_the_certificate_names_another_day_one_sentence_says_whose_rule_holds(
    known: tuple[DatedRequirement, ...], asked: Requirement, when: str, sentence: str
) -> None:
    found = explained("done 2026-03-12", when, known, asked)
    assert found.beside_certificate("Nursery, Toddlers", day("2028-03-12"), day(when)) == sentence


@pytest.mark.parametrize(
    "happened", ["nothing", "done 2026-03-12;exempt 2026-05-01..", "done 2026-03-12;left 2026-05-01"]
)
def test_a_status_that_does_not_turn_on_a_completion_contradicts_no_certificate(happened: str) -> None:
    found = explained(happened, "2026-05-06", (OWN,))
    assert found.beside_certificate("Nursery", day("2028-03-12"), day("2026-05-06")) == ""


def test_every_status_has_a_name() -> None:
    assert tuple(NAMES) == STATUSES
