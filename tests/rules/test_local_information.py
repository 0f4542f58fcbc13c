"""Which value holds for whom, which are to be looked at again, what may be filled in: tables with the boundaries."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.model import Slot
from course.rules.local_information import (
    LocalValue,
    difference,
    empty,
    faults,
    holding,
    last_day_too_old,
    looks_like_a_name,
    may_be_filled,
    nothing_to_ring,
    seen_by,
    tidy,
    to_look_at,
    urgently_empty,
    version,
    why_look,
)

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
SLOTS = {
    each: Slot(each, each, "", level, number=each != "mappa")
    for each, level in [
        ("partnership-name", "partnership"),
        ("front-door", "both"),
        ("emergency-line", "both"),
        ("out-of-hours", "both"),
        ("mappa", "partnership"),
        ("safeguarding-lead", "organisation"),
    ]
}
HERON, MARSH = 1, 2
OWNERS = st.sampled_from([None, HERON, MARSH])


def value(slot: str = "front-door", organisation: int | None = None, text: str = "Ring us", **more: Any) -> LocalValue:
    return replace(LocalValue(slot=slot, organisation=organisation, value=text), **more)


VALUES = st.builds(value, st.sampled_from(sorted(SLOTS)), OWNERS, st.text(min_size=1, max_size=5))


@pytest.mark.parametrize(
    ("organisation", "seen"),
    [
        (None, {"front-door": "partnership's door", "mappa": "partnership's"}),
        (HERON, {"front-door": "Heron's door", "mappa": "partnership's", "safeguarding-lead": "Heron's lead"}),
        (MARSH, {"front-door": "partnership's door", "mappa": "partnership's"}),
        (99, {"front-door": "partnership's door", "mappa": "partnership's"}),
    ],
)
def test_an_organisations_own_value_holds_and_an_empty_slot_falls_back_to_the_partnership(
    organisation: int | None, seen: dict[str, str]
) -> None:
    values = [
        value("front-door", HERON, "Heron's door"),
        value("safeguarding-lead", HERON, "Heron's lead"),
        value("front-door", None, "partnership's door"),
        value("mappa", None, "partnership's"),
    ]
    for order in (values, values[::-1]):
        assert {slot: each.value for slot, each in holding(order, organisation).items()} == seen


@given(st.lists(VALUES, unique_by=lambda each: (each.slot, each.organisation)), OWNERS)
def test_nobody_ever_sees_another_organisations_value(values: list[LocalValue], organisation: int | None) -> None:
    seen = holding(values, organisation)
    assert {each.organisation for each in seen.values()} <= {None, organisation}
    assert seen.keys() == {each.slot for each in values if each.organisation in (None, organisation)}


@pytest.mark.parametrize(("organisations", "whose"), [((), None), ((HERON,), HERON), ((MARSH, HERON), MARSH)])
def test_the_organisation_joined_last_is_the_one_that_counts(organisations: tuple[int, ...], whose: int | None) -> None:
    assert seen_by(organisations) == whose


@pytest.mark.parametrize(
    ("checked_on", "review_by", "why"),
    [
        (dt.date(2025, 11, 23), None, None),
        (dt.date(2025, 11, 22), None, "was not checked for 12 months"),
        (dt.date(2020, 1, 1), None, "was not checked for 12 months"),
        (TODAY, None, None),
        (None, None, "was never checked"),
        (None, dt.date(2026, 11, 22), "was never checked"),
        (TODAY - DAY, dt.date(2026, 11, 22), None),
        (TODAY - 9 * DAY, dt.date(2026, 11, 21), "is overdue for review"),
        (dt.date(2024, 1, 1), dt.date(2027, 1, 1), "was not checked for 12 months"),
        (None, dt.date(2026, 11, 21), "is overdue for review"),
    ],
)
def test_a_value_is_to_be_looked_at_12_months_after_the_check_or_after_its_day_of_review(
    checked_on: dt.date | None, review_by: dt.date | None, why: str | None
) -> None:
    asked = value(checked_on=checked_on, review_by=review_by)
    assert why_look(asked, TODAY) == why
    assert [each.why for each in to_look_at([asked], SLOTS, TODAY)] == ([why] if why else [])


def test_a_check_on_29_february_lasts_until_28_february() -> None:
    asked = value(checked_on=dt.date(2028, 2, 29))
    assert why_look(asked, dt.date(2029, 2, 27)) is None
    assert why_look(asked, dt.date(2029, 2, 28)) == "was not checked for 12 months"


def test_a_value_of_a_slot_that_is_gone_needs_no_look() -> None:
    assert to_look_at([value("gone")], SLOTS, TODAY) == ()


@pytest.mark.parametrize(
    ("slot", "partnership", "organisation"),
    [
        ("partnership-name", False, False),
        ("mappa", True, False),
        ("safeguarding-lead", False, True),
        ("front-door", True, True),
    ],
)
def test_the_level_says_where_a_slot_is_filled_in(slot: str, partnership: bool, organisation: bool) -> None:
    assert may_be_filled(SLOTS[slot], None) is partnership
    assert may_be_filled(SLOTS[slot], HERON) is organisation


def test_empty_are_the_slots_that_the_partnership_could_fill_and_urgent_those_with_whom_to_ring() -> None:
    values = [value("out-of-hours"), value("front-door", HERON)]
    assert [each.id for each in empty(values, SLOTS)] == ["front-door", "emergency-line", "mappa"]
    assert [each.id for each in urgently_empty(values, SLOTS)] == ["front-door", "emergency-line"]
    assert urgently_empty([value(slot) for slot in SLOTS], SLOTS) == ()


def test_a_version_tells_every_two_states_apart() -> None:
    states = [
        None,
        value(),
        value(text="Ring them"),
        value(source="A letter"),
        value(owner_role="A letter"),
        value(checked_on=TODAY),
        value(review_by=TODAY),
        value(organisation=HERON),
    ]
    assert len({version(each) for each in states}) == len(states)
    assert version(value()) == version(value())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" \n\t\r\n ", ""),
        ("  Front   door \r\n\r\n 9 to 5\r", "Front door\n9 to 5"),
        ("one\u2028two\x85three", "one two three"),
        ("e\u0301", "é"),
        ("Door 0115.496.0123\non 03.11.2026", "Door 0115 496 0123\non 03.11.2026"),
    ],
)
def test_a_value_is_kept_in_tidy_lines(typed: str, kept: str) -> None:
    assert tidy(typed) == kept
    assert tidy(kept) == kept


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"text": ""}, "value", "Enter what learners should see"),
        ({"text": "x" * 601}, "value", "Use 600 characters or fewer. This has 601"),
        ({"text": "\n".join("abcdefghi")}, "value", "Use 8 lines or fewer. This has 9"),
        ({"text": "Front\u202edoor"}, "value", "Leave out characters that cannot be seen"),
        ({"text": "Front \x02name\x03"}, "value", "Leave out characters that cannot be seen"),
        ({"text": "door\ufffe"}, "value", "Leave out characters that cannot be seen"),
        ({"text": "…"}, "value", "Use at least one letter or figure"),
        ({"source": "x" * 201}, "source", "Use 200 characters or fewer"),
        ({"owner_role": "Lead\u200b"}, "owner_role", "Leave out characters that cannot be seen"),
        ({"checked_on": TODAY + DAY}, "checked_on", "Enter a day that is not in the future"),
        ({"checked_on": dt.date(1999, 12, 31)}, "checked_on", "Enter a day from 2000 on"),
        ({"checked_on": TODAY, "review_by": TODAY}, "review_by", "Enter a day after the one on which it was checked"),
        ({"review_by": dt.date(2036, 11, 23)}, "review_by", "Enter a day within the next 10 years"),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(more: dict[str, Any], field: str, said: str) -> None:
    assert list(faults(value(**more), SLOTS["front-door"], TODAY)) == [(field, said)]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"text": "x" * 600},
        {"text": "\n".join("abcdefgh")},
        {"source": "x" * 200, "owner_role": "Business manager"},
        {"checked_on": TODAY, "review_by": TODAY + DAY},
        {"checked_on": dt.date(2000, 1, 1), "review_by": dt.date(2036, 11, 22)},
    ],
)
def test_what_is_just_right_is_kept(more: dict[str, Any]) -> None:
    assert list(faults(value(**more), SLOTS["front-door"], TODAY)) == []


def test_a_wrong_number_is_told_at_the_value() -> None:
    ((field, said),) = faults(value(text="Ring 01632 96012"), SLOTS["front-door"], TODAY)
    assert field == "value" and "“01632 96012”" in said


def test_what_is_nearly_a_number_is_asked_about_once_and_only_where_a_number_is_expected() -> None:
    asked = value(text="Ring O1632 960123\nor O1632 960123, 01632 96012")
    first, second = faults(asked, SLOTS["front-door"], TODAY)
    assert first[0] == second[0] == "value"
    assert first[1].startswith("This looks like a phone number but cannot be rung as typed: “O1632 960123”.")
    assert "“01632 96012”" in second[1]
    assert [said for _, said in faults(value(text="Policy 1632 960123"), SLOTS["mappa"], TODAY)] == []


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Ask reception", True),
        ("https://heronsea.example/door\nmash@heronsea.example", True),
        ("Version 999", True),
        ("Front door\n01632 960123", False),
        ("Ring 999", False),
    ],
)
def test_urgent_values_without_a_number_are_those_in_which_nothing_can_be_rung(text: str, silent: bool) -> None:
    urgent, other = value("out-of-hours", HERON, text), value("mappa", None, text)
    assert nothing_to_ring([urgent, other]) == ((urgent,) if silent else ())


@given(st.dates(dt.date(2001, 1, 1), dt.date(2100, 1, 1)))
def test_a_check_on_the_last_day_that_is_too_old_is_too_old_and_one_a_day_later_is_not(today: dt.date) -> None:
    last = last_day_too_old(today)
    assert why_look(value(checked_on=last), today)
    assert why_look(value(checked_on=last + DAY), today) is None


@pytest.mark.parametrize(
    "today", [dt.date(2028, 2, 28), dt.date(2028, 2, 29), dt.date(2029, 2, 28), dt.date(2029, 3, 1)]
)
def test_the_last_day_that_is_too_old_holds_around_29_february(today: dt.date) -> None:
    last = last_day_too_old(today)
    assert why_look(value(checked_on=last), today)
    assert why_look(value(checked_on=last + DAY), today) is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, {"text": "Ring us"}, "What learners see: empty before, now “Ring us”."),
        ({"text": "A\nB"}, {"text": "C"}, "What learners see: “A\nB” before, now “C”."),
        ({}, {"source": "Letter"}, "Source: empty before, now “Letter”."),
        ({"owner_role": "Head"}, {}, "Who looks after it: “Head” before, now empty."),
        ({"checked_on": TODAY}, {"checked_on": TODAY + DAY}, "Checked on: 2026-11-22 before, now 2026-11-23."),
        ({"review_by": TODAY}, {}, "Review by: 2026-11-22 before, now empty."),
        ({}, {}, ""),
        (
            {"text": "A", "source": "Letter", "checked_on": TODAY},
            {"text": "", "source": "Letter"},
            "What learners see: “A” before, now empty. Source: “Letter” before, now empty. "
            "Checked on: 2026-11-22 before, now empty.",
        ),
    ],
)
def test_what_was_changed_is_told_old_and_new(old: dict[str, Any] | None, new: dict[str, Any], told: str) -> None:
    assert difference(None if old is None else value(**old), value(**new)) == told


@pytest.mark.parametrize(
    ("role", "is_name"),
    [
        ("Ivy Reed", True),
        ("Ivy Anne Reed", True),
        ("Mrs Ivy Reed", True),
        ("Seán O’Neill-Fox", True),
        ("", False),
        ("Reed", False),
        ("Business manager", False),
        ("Business Manager", False),
        ("Head Teacher", False),
        ("Caldicott Guardian", False),
        ("Front Door", False),
        ("DSL", False),
        ("Ivy reed", False),
        ("IVY REED", False),
    ],
)
def test_a_role_that_looks_like_a_name_is_noticed(role: str, is_name: bool) -> None:
    assert looks_like_a_name(role) is is_name
