"""Places whose people answered everything, in the order of time and by the functions that the pages use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from course.records import (
    accounts,
    attempts,
    completions,
    follow_ups,
    impact,
    items,
    members,
    organisations,
    people,
    reflections,
)
from course.records.batches import Asked
from course.records.members import Place
from course.rules.facts import Answer, Attempt, Reflected
from course.rules.follow_up import FollowUp
from course.rules.scoping import Scope
from course.rules.suppression import LEAST_ANSWERS, LEAST_RATINGS
from tests.records.answered import EDITIONS, START, noon
from tests.records.made import DAY, completion

SAME = {("new", "kept")}
EVERYTHING = Scope(everything=True)
LARGE, SMALL, OTHER, TINY = (1, 1), (1, 2), (2, None), (3, None)  # organisation and team
WORDS = ("yes", "partly", "not-yet")
LONER, TWIN, LATE, LEFT, HALF = range(28, 33)
WITHOUT = 3  # did not say anything before the course; who is half done has said it, and not finished
# Who belongs where, from which day to which; the loner belongs nowhere.
PEOPLE: dict[int, tuple[tuple[int, int | None], int, int | None] | None] = {
    **dict.fromkeys(range(1, 13), (LARGE, 0, None)),
    **dict.fromkeys(range(13, 17), (SMALL, 0, None)),
    **dict.fromkeys((17, 18), ((1, None), 0, None)),
    **dict.fromkeys(range(19, 26), (OTHER, 0, None)),
    **dict.fromkeys((26, 27), (TINY, 0, None)),
    LONER: None,
    TWIN: (OTHER, 0, None),
    LATE: (LARGE, 200, None),
    LEFT: (LARGE, 0, 8),
    HALF: None,
}
Report = dict[tuple[Any, ...], tuple[int, object]]
"""By kind of figure and what it is of: how many are counted, and the figure."""


def fill(store: Connection) -> None:
    """Everybody hands in a quiz, tells how sure they are twice, completes, says what has changed, and a manager does, too."""
    for name in ("Ash", "Beech", "Cedar"):
        organisations.add_organisation(store, name, noon(START))
    for team in ("a", "b"):
        organisations.add_team(store, 1, team, noon(START))
    attempts.keep_wording(store, "new", "quiz", EDITIONS[0], "{}", noon(START))
    for number, stay in PEOPLE.items():
        add_person(store, number)
        if stay is not None:
            (organisation, team), first, last = stay
            join(store, number, (organisation, team), first)
            if last is not None:
                organisations.leave(store, number, organisation, START + last * DAY)
    turns = list(
        enumerate(sorted(PEOPLE, key=lambda number: (number < LONER, number)))
    )  # those of no usual place first
    for turn, number in turns:
        hand_in(store, number, 10 + turn)
    for turn, number in turns:
        if number != WITHOUT:
            rate(store, number, "before", 10 + turn)
    for turn, number in turns:
        if number == HALF:
            continue
        completions.add_completion(store, completion(number, edition=edition(45 + turn), at=at(45 + turn)))
        rate(store, number, "after", 45 + turn)
    for turn, number in turns:
        if number != HALF:
            tell(store, number, 100 + turn)


def add_person(store: Connection, number: int) -> None:
    assert people.add_person(store, f"Person {number}", noon(START)) == number
    accounts.open_account(
        store, number, email=None, sign_in_name=f"n{number}", password_hash="h", now=noon(START)
    )  # fmt: skip


def join(store: Connection, number: int, place: tuple[int, int | None], first: int) -> None:
    organisations.join(store, number, *place, START + first * DAY, noon(START))


def here(store: Connection, number: int) -> Place:
    """The present, or else the newest, membership of somebody."""
    return members.places(store, EVERYTHING, [number])[number][0]


def at(day: int) -> dt.datetime:
    return noon(START + day * DAY)


def edition(day: int) -> str:
    return EDITIONS[day > 50]


def hand_in(store: Connection, number: int, day: int) -> None:
    right = number % 3 > 0
    given = Attempt(
        id=0, person=number, module="m", quiz="quiz", digest="new", edition=edition(day), marks=int(right), out_of=1,
        pass_mark=80, at=at(day), after_look=False, answers=(Answer("kept", right, right),),
    )  # fmt: skip
    attempts.add_attempt(store, given, f"day {day}")


def rate(store: Connection, number: int, moment: str, day: int) -> None:
    said = Reflected(1, moment, edition(day), False, None, None, at(day), (("sure", 1 + number % 5),))
    assert reflections.keep_reflection(store, number, said)


def tell(store: Connection, number: int, day: int) -> None:
    """The learner says what has changed, and asks a manager, who answers the next day."""
    told = WORDS[number % 3]
    assert follow_ups.keep(store, number, FollowUp(1, True, "", "", told, at(day)))
    until = START + (day + 42) * DAY
    token = follow_ups.ask_manager(store, number, 1, tells_change=False, expires_on=until, now=at(day))
    assert token and follow_ups.answer_manager(store, token, told, START + (day + 1) * DAY, at(day + 1))


def filters() -> Iterator[Asked]:
    """Every place and edition, and days on which more and more had been answered."""
    whole, last = (None, None), 400
    for (organisation, team), one, day in (
        *((place, None, last) for place in (LARGE, OTHER, whole, (1, None), SMALL, TINY)),
        *((place, EDITIONS[0], last) for place in (whole, LARGE)),
        *((place, None, day) for day, place in ((20, whole), (30, LARGE), (55, whole), (110, OTHER))),
    ):
        yield Asked(scope=EVERYTHING, day=START + day * DAY, organisation=organisation, team=team, edition=one)


def reports(store: Connection, first: int | None = None) -> list[Report]:
    """Everything that questions and impact count, for every filter, or the first of them."""
    return [_report(store, each) for each in islice(filters(), first)]


def _report(store: Connection, asked: Asked) -> Report:
    found: Report = {("quiz", *key): (each.n, each) for key, each in items.counted(store, asked, SAME).items()}
    for name, counts in (("rating", impact.ratings(store, asked)), ("answer", impact.answers(store, asked))):
        for (*key, value), number in counts.items():
            of = (name, *key)
            before, values = found.get(of, (0, {}))
            found[of] = before + number, {**dict(values), value: number}  # type: ignore[call-overload]
    for moment, each in impact.responses(store, asked, 8).items():
        found["asked", moment] = each.asked, each
    return found


def differ_by_whole_batches(before: Sequence[Report], after: Sequence[Report]) -> bool:
    """Whether no two differ by a part of a batch, or in what the same batches say. Nothing has come."""
    return all(_differ_by_batches(old, new) for old, new in zip(before, after, strict=True))


def _differ_by_batches(old: Report, new: Report) -> bool:
    for key in old.keys() | new.keys():
        (first, told), (second, tells) = old.get(key, (0, None)), new.get(key, (0, None))
        least = LEAST_ANSWERS if key[0] in ("quiz", "answer") else LEAST_RATINGS
        if (first - second) % least or second > first or (first == second and told != tells):
            return False
    return True
