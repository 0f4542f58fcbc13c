"""A line of a file against what is known: who is meant, what it does, and why it is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from course.rules.csv_reading import Row
from course.rules.people_import import Judge
from course.rules.people_known import Known, KnownMembership, KnownPerson, Verdict
from course.rules.people_lines import COLUMNS, read_day

TODAY = dt.date(2026, 11, 22)
D2020, D2022, D2024 = dt.date(2020, 1, 1), dt.date(2022, 1, 1), dt.date(2024, 9, 1)
NIGHT, DAY, COOK = 1, 2, 5


def member(
    number: int, team: int | None, start: dt.date, left: dt.date | None = None, **more: object
) -> KnownMembership:
    values = {"job_role": None, "counts_from": start, "moved": False} | more
    return KnownMembership(id=number, team=team, started_on=start, left_on=left, **values)  # type: ignore[arg-type]


ADA = KnownPerson(1, "Ada Quill", True, (member(11, NIGHT, D2020, job_role=COOK),))
BO = KnownPerson(2, "Bo Marsh", False, (member(12, NIGHT, D2020),))
GONE = KnownPerson(3, "Cy Reed", True, (member(13, DAY, D2020, D2022),), frozenset({("Sharing", "", D2020)}))
MOVED = KnownPerson(
    5, "Ed Moss", True, (member(14, NIGHT, D2020, D2022, moved=True), member(15, DAY, D2022, counts_from=D2020))
)


def known(*people: KnownPerson, **more: object) -> Known:
    places: dict[tuple[str, int | None, dt.date], tuple[int, ...]] = {}
    for each in people:
        for one in each.memberships:
            for day in {one.started_on, one.counts_from}:
                key = (each.name.casefold(), one.team, day)
                places[key] = (*places.get(key, ()), each.id)
    values = {
        "teams": {"night": NIGHT, "day": DAY},
        "team_names": {NIGHT: "Night", DAY: "Day"},
        "job_roles": {"cook": COOK},
        "job_role_names": {COOK: "Cook"},
        "people": {each.id: each for each in people},
        "proven": {"a@x.example": (1,), "c@x.example": (3,), "e@x.example": (5,)},
        "unproven": {},
        "places": places,
    } | more
    return Known(**values)  # type: ignore[arg-type]


ALL = known(ADA, BO, GONE, MOVED)


def verdicts(*lines: str, held: Known = ALL) -> list[Verdict]:
    """Of lines of name, email, team, job role, first day, leaving, and perhaps training."""
    judge = Judge(held, TODAY)
    return [
        judge.verdict(Row(number, dict(zip(COLUMNS, line.split(","), strict=False))))
        for number, line in enumerate(lines, 2)
    ]


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        # who is known, and nothing new
        ("Ada Quill,A@X.example,night,cook,2020-01-01,", "skipped", "nothing to do"),
        ("Ada Quill,a@x.example,,,,", "skipped", "nothing to do"),
        ("Ada Reed,a@x.example,,,,", "skipped", "known here as Ada Quill; the name stays"),
        ("BO  marsh,,Night,,01/01/2020,", "skipped", "nothing to do"),
        ("Cy Reed,c@x.example,,,2020-01-01,2022-01-01", "skipped", "nothing to do"),
        ("Cy Reed,c@x.example,Day,,,", "skipped", "left on 1 January 2022; to bring them back"),
        ("Cy Reed,c@x.example,,,,,2020-01-01,Sharing", "skipped", "left on 1 January 2022"),
        ("Ed Moss,e@x.example,Day,,2020-01-01,", "skipped", "nothing to do"),
        ("Ed Moss,e@x.example,Day,,2022-01-01,", "skipped", "nothing to do"),
        # new here
        ("Fay Lowe,f@x.example,,,,", "added", "from 22 November 2026"),
        ("Fay Lowe,,New team,Key person,2024-09-01,2025-01-01", "added", "in New team as Key person from 1 September 2024"),
        ("Bo Marsh,,Day,,2020-01-01,", "added", "in Day"),
        ("Bo Marsh,,Night,,2020-01-02,", "added", "in Night"),
        # changed
        ("Ada Quill,a@x.example,Day,,,", "changed", "moves from Night to Day on 22 November 2026"),
        ("Ada Quill,a@x.example,Day,,2024-09-01,", "changed", "moves from Night to Day on 1 September 2024"),
        ("Ada Quill,a@x.example,Day,,2019-01-01,", "changed", "started on 1 January 2019, not on 1 January 2020"),
        ("Ada Quill,a@x.example,,,2024-09-01,", "changed", "started on 1 September 2024, not on 1 January 2020"),
        ("Ada Quill,a@x.example,,Key person,,", "changed", "works as Key person from 22 November 2026"),
        ("Ada Quill,a@x.example,,,,2026-05-01", "changed", "left on 1 May 2026"),
        ("Ada Quill,a@x.example,,,,,2025-03-14,Sharing", "changed", "trained elsewhere on 14 March 2025 (Sharing)"),
        ("Bo Marsh,,Night,Cook,2020-01-01,", "changed", "works as Cook"),
        ("Bo Marsh,b@x.example,Night,,2020-01-01,", "changed", "email kept"),
        ("Cy Reed,c@x.example,Night,,2024-09-01,", "changed", "again in Night from 1 September 2024"),
        ("Cy Reed,c@x.example,,,,2022-02-01", "changed", "left on 1 February 2022, not on 1 January 2022"),
        # refused
        (",a@x.example,,,,", "refused", "name is empty"),
        ("...,a@x.example,,,,", "refused", "at least one letter"),
        ("Fay Lowe,,,,,", "refused", "give an email or started_on"),
        ("Fay Lowe,f@x,,,,", "refused", "not an email address"),
        ("Fay Lowe,f@x.example,,,2024-02-30,", "refused", "a day that exists"),
        ("Fay Lowe,f@x.example,,,13/13/2024,", "refused", "a day that exists"),
        ("Fay Lowe,f@x.example,,,01/09/24,", "refused", "a day that exists"),
        ("Fay Lowe,f@x.example,,,1924-09-01,", "refused", "the year of a day"),
        ("Fay Lowe,f@x.example,,,2036-09-01,", "refused", "the year of a day"),
        ("Fay Lowe,f@x.example,,,2024-09-01,2024-08-31", "refused", "left_on is before started_on"),
        ("Fay Lowe,f@x.example,,,,2024-08-31", "refused", "started_on is empty"),
        ("Fay Lowe,f@x.example,,,,,2026-11-23,Sharing", "refused", "has to be a day that is past"),
        ("Fay Lowe,f@x.example,,,,,2025-03-14,", "refused", "course is empty"),
        ("Fay Lowe,f@x.example,,,,,,Sharing", "refused", "completed_on is empty"),
        ("Fay\u202eLowe,f@x.example,,,,", "refused", "cannot be seen"),
        ("Fay\x07Lowe,f@x.example,,,,", "refused", "cannot be seen"),
        (f"{'x' * 121},f@x.example,,,,", "refused", "120 characters"),
        ("Ada Quill,a@x.example,,,,2019-12-31", "refused", "left_on is before 1 January 2020"),
        ("Ed Moss,e@x.example,,,2023-01-01,", "refused", "when they moved or left"),
        ("Ada Quill,other@x.example,Night,,2020-01-01,", "refused", "has another email"),
    ],
)  # fmt: skip
def test_a_line_is_judged(line: str, kind: str, words: str) -> None:
    (verdict,) = verdicts(line)
    assert (verdict.kind, words in verdict.words) == (kind, True), verdict
    assert (verdict.act is not None) == (kind in ("added", "changed"))


@pytest.mark.parametrize(
    ("second", "kind", "words"),
    [
        ("Fay Lowe,F@X.example,Night,,,", "skipped", "says the same as line 2"),
        ("Fay Lowe,f@x.example,,,,", "skipped", "says the same as line 2"),
        ("Fay Lowe,f@x.example,Day,,,", "refused", "line 2 is about the same person, with another team"),
        ("Gil Lowe,f@x.example,,,2020-01-01,", "refused", "with another name and started_on"),
        ("Fay Lowe,f@x.example,,,,,2025-03-14,Sharing", "changed", "trained elsewhere on 14 March 2025"),
        ("Fay Lowe,f@x.example,,,,,2024-03-14,Sharing", "skipped", "says the same as line 2"),
        ("Fay Lowe,g@x.example,Night,,,", "added", "in Night"),
    ],
)
def test_a_second_line_about_somebody_new_brings_training_at_most(second: str, kind: str, words: str) -> None:
    first, verdict = verdicts("Fay Lowe,f@x.example,Night,,,,2024-03-14,Sharing", second)
    assert first.kind == "added"
    assert (verdict.kind, words in verdict.words) == (kind, True), verdict


@pytest.mark.parametrize(
    "lines",
    [
        ("Fay Lowe,f@x.example,Night,,2024-09-01,", "Fay Lowe,,night,,01/09/2024,"),
        ("Fay Lowe,,night,,01/09/2024,", "Fay Lowe,f@x.example,Night,,2024-09-01,"),
        ("Ada Quill,a@x.example,,,,", "Ada Quill,,Night,,2020-01-01,"),
        ("Bo Marsh,b@x.example,Night,,2020-01-01,", "Bo Marsh,b2@x.example,Night,,2020-01-01,"),
    ],
)
def test_two_lines_that_may_mean_one_person_are_refused(lines: tuple[str, str]) -> None:
    assert [each.kind for each in verdicts(*lines)][1] == "refused"


def test_people_of_one_name_team_and_day_are_told_apart_by_address_alone() -> None:
    twins = known(BO, KnownPerson(6, "Bo Marsh", False, (member(16, NIGHT, D2020),)))
    (verdict,) = verdicts("Bo Marsh,,Night,,2020-01-01,", held=twins)
    assert (verdict.kind, "several people" in verdict.words) == ("refused", True)


def test_an_address_of_two_records_here_has_to_be_merged_first() -> None:
    (verdict,) = verdicts("Ada Quill,a@x.example,,,,", held=known(ADA, BO, proven={"a@x.example": (1, 2)}))
    assert (verdict.kind, "merge them first" in verdict.words) == ("refused", True)


@pytest.mark.parametrize(("name", "kind"), [("Bo Marsh", "skipped"), ("Eve Lock", "added")])
def test_an_address_that_nobody_confirmed_needs_the_same_name(name: str, kind: str) -> None:
    (verdict,) = verdicts(
        f"{name},b@x.example,,,,", held=known(replace(BO, addressed=True), unproven={"b@x.example": (2,)})
    )
    assert verdict.kind == kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-09-01", D2024),
        ("2024-9-1", D2024),
        ("01/09/2024", D2024),
        ("1/9/2024", D2024),
        ("01.09.2024", D2024),
        ("2024-09-01 00:00:00", D2024),
        ("2024-09-01T00:00:00", D2024),
        ("01/09/2024 00:00", D2024),
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("29/02/2025", None),
        ("09/13/2024", None),
        ("1 Sep 2024", None),
        ("45536", None),
        ("2024-09-01 12:00", None),
        ("٢٠٢٤-09-01", None),
        ("", None),
    ],
)
def test_days_are_read_as_spreadsheets_write_them(text: str, day: dt.date | None) -> None:
    assert read_day(text) == day
