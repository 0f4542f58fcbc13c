"""Answers and ratings are counted in whole batches: recounted in plain Python, on random histories, every filter."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select

from course.records import erasing, follow_ups, impact, items, reflections, tables
from course.records.batches import Asked
from course.records.database import writing
from course.rules.impact import Response
from course.rules.scoping import NOBODY, Scope
from course.rules.suppression import LEAST_ANSWERS, LEAST_RATINGS, Unit, whole_batches
from tests.records.answered import EDITIONS, SAME, START, History, noon
from tests.statements_seen import statements_seen

EVERYTHING = Scope(everything=True)
END = START + dt.timedelta(days=500)
ASKED = [
    Asked(scope=EVERYTHING, day=END),
    Asked(scope=EVERYTHING, day=END, organisation=1),
    Asked(scope=EVERYTHING, day=END, organisation=1, team=1),
    Asked(scope=EVERYTHING, day=END, edition=EDITIONS[1]),
    Asked(scope=EVERYTHING, day=START + dt.timedelta(days=222)),
    Asked(scope=Scope(organisations=frozenset({2}), teams=frozenset({1})), day=END),
    Asked(scope=Scope(organisations=frozenset({2})), day=END, organisation=1),
    Asked(scope=NOBODY, day=END),
]


def covered(asked: Asked, place: Unit) -> bool:
    """Whether a unit is one of those asked for."""
    narrowed = asked.organisation in (None, place.organisation) and asked.team in (None, place.team)
    seen = asked.scope.everything or (
        place.organisation is not None and asked.scope.covers(place.organisation, place.team)
    )
    return narrowed and seen


def batched(
    history: History, rows: Iterable[dict[str, Any]], asked: Asked, least: int, gone: Collection[int] = ()
) -> list[dict[str, Any]]:
    """Those of the rows that count; a batch with a row of somebody who is gone does not."""
    known = sorted((row for row in rows if row["at"] < asked.end), key=lambda row: (row["at"], row["id"]))
    placed = [
        (place, row)
        for row in known
        for _, place in sorted(history.units(row["person"], row["at"], least), key=lambda pair: pair[0])
        if covered(asked, place)
    ]
    return [
        row
        for batches in whole_batches(placed, least).values()
        for batch in batches
        if asked.edition is None or {row["edition"] for row in batch} == {asked.edition}
        if not any(row["person"] in gone or row.get("silent") for row in batch)
        for row in batch
    ]


def recounted(history: History, asked: Asked) -> dict[tuple[str, str], tuple[int, int]]:
    """How many answered each statement, and how many rightly, from the raw rows."""
    first: dict[tuple[int, str], dict[str, Any]] = {}
    for row in sorted(history.rows["attempt"], key=lambda row: (row["at"], row["id"])):
        first.setdefault((row["person"], row["quiz"]), row)
    of: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for answer in history.rows["attempt_answer"]:
        attempt = history.rows["attempt"][answer["attempt"] - 1]
        once = first[attempt["person"], attempt["quiz"]] is attempt or attempt.get("silent")
        if once and not attempt["after_look"] and (attempt["digest"], answer["statement"]) in SAME:
            of[attempt["quiz"], answer["statement"]].append({**attempt, "right": answer["is_right"]})
    found = {key: batched(history, rows, asked, LEAST_ANSWERS) for key, rows in of.items()}
    return {key: (len(rows), sum(row["right"] for row in rows)) for key, rows in found.items() if rows}


def rated(history: History, asked: Asked) -> Counter[tuple[str, str, int]]:
    """How often each item was given each value at each moment, from the raw rows."""
    of: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in history.rows["reflection"]:
        if not row["skipped"]:
            given = [each for each in history.rows["reflection_answer"] if each["reflection"] == row["id"]]
            for each in given:
                of[each["item"], row["moment"]].append({**row, "value": each["value"]})
            if row["usefulness"]:
                of["usefulness", row["moment"]].append({**row, "value": row["usefulness"]})
    return Counter(
        (item, moment, row["value"])
        for (item, moment), rows in of.items()
        for row in batched(history, rows, asked, LEAST_RATINGS, history.gone)
    )


def responded(history: History, asked: Asked, moment: str, base: Asked) -> Response | None:
    """Of how many who finished how many answered, from the raw rows."""
    done = batched(history, history.rows["completion"], base, LEAST_RATINGS, history.gone)
    answered = {
        (row["person"], row["cycle"])
        for row in history.rows["reflection"]
        if row["moment"] == moment and not row["skipped"] and row["at"] < asked.end
    }
    found = Response(len(done), sum((row["person"], row["cycle"]) in answered for row in done))
    return found if found.asked and not 0 < found.answered < 5 else None


def edition_of(history: History, row: dict[str, Any]) -> str:
    return str(next(each for each in history.rows["completion"] if each["person"] == row["person"])["edition"])


def told(history: History, asked: Asked) -> Counter[tuple[str, str]]:
    """How often managers and learners gave each answer, from the raw rows."""
    given = {
        "manager": [(each, each["answered_at"], each["answer"]) for each in history.rows["manager_question"]],
        "change": [(each, each["at"], each["change_done"]) for each in history.rows["follow_up"]],
    }
    return Counter(
        (kind, row["value"])
        for kind, rows in given.items()
        for row in batched(
            history,
            [
                {**row, "at": at, "value": value, "edition": edition_of(history, row)}
                for row, at, value in rows
                if value
            ],
            asked,
            LEAST_ANSWERS,
            history.gone,
        )
    )


def outcome_responses(history: History, asked: Asked, early: Asked) -> dict[str, Response]:
    """Of how many who were asked about what has changed how many answered, from the raw rows."""
    asked_rows = [
        {**row, "at": row["asked_at"], "edition": edition_of(history, row)} for row in history.rows["manager_question"]
    ]
    written = batched(history, asked_rows, asked, LEAST_RATINGS, history.gone)
    done = batched(history, history.rows["completion"], early, LEAST_RATINGS, history.gone)
    said = {row["person"] for row in history.rows["follow_up"] if row["change_done"] and row["at"] < asked.end}
    found = {
        "manager": Response(
            len(written), sum(row["answered_at"] is not None and row["answered_at"] < asked.end for row in written)
        ),
        "change": Response(len(done), sum(row["person"] in said for row in done)),
    }
    return {kind: each for kind, each in found.items() if each.asked and not 0 < each.answered < 5}


def same_when_recounted(store: Connection, history: History, filters: Sequence[Asked]) -> None:
    """Every figure equals what plain Python makes of the raw rows."""
    for asked in filters:
        counted = items.counted(store, asked, SAME)
        assert {key: (each.n, each.right) for key, each in counted.items()} == recounted(history, asked)
        assert impact.ratings(store, asked) == rated(history, asked)
        early = replace(asked, day=asked.day - dt.timedelta(weeks=8))
        bases = {"before": asked, "after": asked, "later": early}
        expected = {moment: responded(history, asked, moment, base) for moment, base in bases.items()}
        found = impact.responses(store, asked, 8)
        shown = {moment: each for moment, each in expected.items() if each is not None}
        assert found == shown | outcome_responses(history, asked, early)
        assert impact.answers(store, asked) == told(history, asked)


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_the_same_when_recounted_from_raw_facts(store: Connection, seed: int) -> None:
    history = History(seed, people=160)
    history.put_into(store)
    same_when_recounted(store, history, ASKED)
    assert items.counted(store, ASKED[0], SAME)["quiz", "kept"].n > 20
    assert impact.ratings(store, ASKED[0])
    assert {"manager", "change"} <= impact.responses(store, ASKED[0], 8).keys()
    assert len(impact.answers(store, ASKED[0])) == 6


def test_what_is_erased_moves_no_other_answer_into_another_batch(store: Connection) -> None:
    """The batch of whoever is gone counts no longer; every other one holds just whom it held before."""
    history = History(4, people=160)
    history.one_by_one()
    history.put_into(store)
    before = impact.ratings(store, ASKED[0])
    history.gone = {7, 40, 41, 150}
    for number in sorted(history.gone):
        assert erasing.erase(store, number, noon(END + dt.timedelta(days=9)))
    same_when_recounted(store, history, ASKED[:3])
    after = impact.ratings(store, ASKED[0])
    lost = Counter(before) - Counter(after)
    assert after and lost and lost.total() % LEAST_RATINGS == 0 and not Counter(after) - Counter(before)
    place, given = tables.answer_place.c, set(store.execute(select(tables.reflection.c.id)).scalars())
    assert {each.name for each in place} == {"id", "list", "answer", "item", "moment", "organisation", "team", "at"}
    leads_to = select(place.answer).where(place.list == "rating", place.answer.is_not(None))
    assert set(store.execute(leads_to).scalars()) <= given


def test_an_answer_that_its_learner_deletes_leaves_its_place_too(store: Connection) -> None:
    history = History(5, people=160)
    history.one_by_one()
    history.put_into(store)
    rated_before, told_before = impact.ratings(store, ASKED[0]), impact.answers(store, ASKED[0])
    reflections.delete_moment(store, 60, 1, "after")
    reflections.delete_all(store, 61)
    for number in range(60, 66):
        follow_ups.delete_answers(store, number, 1)
    rated_after, told_after = impact.ratings(store, ASKED[0]), impact.answers(store, ASKED[0])
    for before, after, least in ((rated_before, rated_after, LEAST_RATINGS), (told_before, told_after, LEAST_ANSWERS)):
        lost = Counter(before) - Counter(after)
        assert lost and lost.total() % least == 0
        assert not Counter(after) - Counter(before)


@pytest.mark.parametrize(("people", "shown"), [(4, None), (5, 5), (9, 5), (10, 10)])
def test_answers_are_shown_five_at_a_time(store: Connection, people: int, shown: int | None) -> None:
    history = History(0, people=0)
    for number in range(1, people + 1):
        _answers(history, number, noon(START))
    history.put_into(store)
    found = items.counted(store, ASKED[1], SAME)
    assert (found["quiz", "kept"].n if found else None) == shown


def test_what_was_answered_stays_where_it_counted_when_the_team_grows_later(store: Connection) -> None:
    """Else the report before somebody joined and the one after it would differ by the few who were there."""
    history = History(0, people=0)
    for number in range(1, 7):
        _answers(history, number, noon(START + dt.timedelta(days=number)), team=1 if number > 2 else None)
    history.put_into(store)
    day = START + dt.timedelta(days=30)
    whole, team = (Asked(scope=EVERYTHING, day=day, organisation=1, team=each) for each in (None, 1))
    before = items.counted(store, whole, SAME)["quiz", "kept"].n
    late = {"id": 7, "person": 7, "organisation": 1, "team": 1, "counts_from": day, "started_on": day, "moved": False}
    store.execute(insert(tables.person), {"id": 7, "name": "P7", "added_at": noon(START)})
    store.execute(insert(tables.membership), late | {"entered_at": noon(day)})
    assert items.counted(store, whole, SAME)["quiz", "kept"].n == before == 5
    assert items.counted(store, team, SAME) == {}


@pytest.mark.parametrize(
    ("hour", "counts"),
    [
        (dt.datetime(2025, 7, 6, 22, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2025, 7, 6, 23, 0, tzinfo=dt.UTC), True),
        (dt.datetime(2025, 7, 20, 22, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2025, 7, 20, 23, 0, tzinfo=dt.UTC), False),
    ],
)
def test_an_answer_counts_for_the_organisation_of_its_day_in_london(
    store: Connection, hour: dt.datetime, counts: bool
) -> None:
    history = History(0, people=0)
    for number in range(1, 6):
        _answers(history, number, hour, dt.date(2025, 7, 7), dt.date(2025, 7, 21))
    history.put_into(store)
    assert bool(items.counted(store, ASKED[1], SAME)) is counts


def test_twice_the_people_need_no_more_statements(store_app: Flask) -> None:
    def counted() -> int:
        with statements_seen(store_app) as seen, writing() as store:
            items.wordings(store)
            items.counted(store, ASKED[0], SAME)
            impact.ratings(store, ASKED[0])
            impact.responses(store, ASKED[0], 8)
            impact.answers(store, ASKED[0])
        return len(seen)

    once = History(1, people=40)
    twice = History(1, people=80)
    with writing() as store:
        once.put_into(store)
    few = counted()
    with writing() as store:
        for name in ("person", "membership", "attempt", "attempt_answer"):
            more = twice.rows[name][len(once.rows[name]) :]
            store.execute(insert(getattr(tables, name)), more)
    assert counted() == few == 7


def _answers(
    history: History, person: int, at: dt.datetime, started: dt.date = START, left: dt.date | None = None,
    *, team: int | None = None,
) -> None:  # fmt: skip
    history.add("person", name=f"P{person}", added_at=noon(START))
    history.add(
        "membership", person=person, organisation=1, team=team, job_role=None, counts_from=started, started_on=started,
        left_on=left, moved=False, entered_at=noon(START),
    )  # fmt: skip
    number = history.add(
        "attempt", person=person, key="k", module="m", quiz="quiz", digest="new", edition=EDITIONS[0], marks=1, out_of=1,
        pass_mark=80, at=at, after_look=False,
    )  # fmt: skip
    told = {"statement": "kept", "answer": True, "is_right": True}
    history.rows["attempt_answer"].append({"attempt": number, "number": 1, **told})
