"""Local information as a file and back again: nothing is lost, every fault has its line, hostile files are refused calmly."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.model import Slot
from course.catalogue.yaml_lines import read_yaml
from course.documents.local_file import local_file
from course.rules.local_import import LONGEST_FILE, LineFault, Plan, name_key, plan
from course.rules.local_information import LocalValue, faults, tidy
from course.rules.texts import trimmed

TODAY = dt.date(2026, 11, 22)
HERON, MARSH = 7, 9
ORGANISATIONS = [(MARSH, "Marsh School"), (HERON, 'Heronsea "Nursery": #1')]
NUMBERS = {name_key(name): number for number, name in ORGANISATIONS}
SLOTS = {
    each: Slot(each, each, "Name and number: day and night.", level)
    for each, level in [
        ("partnership-name", "partnership"),
        ("front-door", "both"),
        ("mappa", "partnership"),
        ("safeguarding-lead", "organisation"),
    ]
}
DOOR = LocalValue(
    slot="front-door", organisation=None, value="Front door\n01632 960123", checked_on=dt.date(2026, 11, 3)
)
LEAD = LocalValue(
    slot="safeguarding-lead", organisation=HERON, value="Head of care", source="Letter", owner_role="Clerk"
)
PLACES = [("front-door", None), ("mappa", None), ("front-door", HERON), ("safeguarding-lead", MARSH)]
SIGNS = st.sampled_from(list("aA0 \n:#-|>'\"\\{}[]&*!%@`,?~é\u00a0\U0001f600\u2028\ue000")) | st.characters(
    exclude_categories=["Cc", "Cf", "Cs"]
)
LINES = st.text(SIGNS, max_size=40)
DAYS = st.none() | st.dates(dt.date(2000, 1, 1), TODAY)


def asked(text: str, *standing: LocalValue) -> Plan:
    return plan(text, SLOTS, NUMBERS, standing, TODAY)


def written(*values: LocalValue) -> str:
    return local_file(values, ORGANISATIONS, SLOTS)


@st.composite
def filled(draw: st.DrawFn) -> tuple[LocalValue, ...]:
    """Values as the forms would keep them."""
    made = tuple(
        LocalValue(
            slot=slot,
            organisation=organisation,
            value=tidy("A" + draw(LINES)),
            source=trimmed(draw(LINES)),
            owner_role=trimmed(draw(LINES)),
            checked_on=draw(DAYS),
        )
        for slot, organisation in draw(st.lists(st.sampled_from(PLACES), unique=True))
    )
    return tuple(each for each in made if not list(faults(each, SLOTS[each.slot], TODAY)))


@given(filled())
def test_what_was_exported_changes_nothing_where_it_came_from_and_everything_where_nothing_stands(
    values: tuple[LocalValue, ...],
) -> None:
    text = written(*values)
    assert asked(text, *values) == Plan(same=len(values))
    assert {each.new for each in asked(text).of_kind("new")} == set(values)


def test_a_file_is_easy_to_read_and_says_what_is_empty() -> None:
    assert written(DOOR, LEAD).splitlines()[2:] == [
        "# Not yet filled for the partnership:",
        "#   mappa: Name and number: day and night.",
        "",
        "partnership:",
        "  front-door:",
        "    value: |-",
        "      Front door",
        "      01632 960123",
        "    checked_on: 2026-11-03",
        "organisations:",
        '  - name: "Heronsea \\"Nursery\\": #1"',
        "    values:",
        "      safeguarding-lead:",
        '        value: "Head of care"',
        '        source: "Letter"',
        '        owner_role: "Clerk"',
    ]


def test_a_file_is_compared_with_what_stands_slot_by_slot() -> None:
    new = replace(DOOR, value="Ring 999")
    found = asked(written(new, LEAD), DOOR, LEAD)
    assert ([(each.old, each.new) for each in found.changes], found.same) == ([(DOOR, new)], 1)
    assert found.of_kind("changed") == found.changes


def test_slots_that_are_not_named_stay_and_an_empty_value_takes_one_away() -> None:
    text = 'partnership:\n  front-door:\n    value: ""\n  mappa:\n    value:\n'
    found = asked(text, DOOR, LEAD)
    assert [(each.old, each.new) for each in found.of_kind("emptied")] == [(DOOR, None)]
    assert (len(found.changes), found.same) == (1, 1)


@pytest.mark.parametrize("text", ["partnership:\n", "organisations:\n", "partnership: {}\n"])
def test_a_file_in_which_nothing_is_filled_in_changes_nothing(text: str) -> None:
    assert asked(text, DOOR) == Plan()


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "null\n", "---\n", "{}"])
def test_an_empty_file_is_told_to_be_empty(text: str) -> None:
    assert [each.message.partition(".")[0] for each in asked(text).faults] == ["the file is empty"]


def test_nested_brackets_are_refused_before_they_are_read() -> None:
    assert [each.line for each in asked("[" * 140_000).faults] == [1]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("partnership:\n  frontdoor:\n    value: Ring us\n", 2, "unknown slot “frontdoor”. Did you mean front-door?"),
        ("partnership:\n  zzz:\n    value: Ring us\n", 2, "unknown slot “zzz”"),
        (
            "partnership:\n  safeguarding-lead:\n    value: x\n",
            2,
            "safeguarding-lead is filled in by each organisation",
        ),
        ("partnership:\n  partnership-name:\n    value: x\n", 2, "the name of the partnership is not filled in here"),
        ("partnership:\n  front-door:\n    values: x\n", 3, "“values” is not a key that stands here"),
        ("partnerships:\n  x: y\n", 1, "“partnerships” is not a key that stands here"),
        ("partnership:\n  - front-door\n", 1, "here a group of keys is needed"),
        ("partnership:\n  front-door: 999\n", 2, "here a group of keys is needed"),
        ("- a\n- b\n", 1, "here a group of keys is needed"),
        ("organisations:\n  Marsh: x\n", 1, "here a list is needed"),
        ("organisations:\n  - Marsh School\n", 2, "here a group of keys is needed"),
        ("organisations:\n  - values:\n", 2, "the name of the organisation is missing"),
        ("organisations:\n  - name: Nowhere\n", 2, "there is no organisation “Nowhere”"),
        (
            "organisations:\n  - name: marsh  SCHOOL\n    values:\n      mappa:\n        value: x\n",
            4,
            "by the partnership",
        ),
        ("partnership:\n  front-door:\n    value: 01632960123\n", 3, "put the value in quotation marks"),
        ("partnership:\n  front-door:\n    value:\n      - x\n", 3, "put the value in quotation marks"),
        (
            "partnership:\n  front-door:\n    value: x\n    checked_on: 3.11.2026\n",
            4,
            "write checked_on as year-month-day",
        ),
        ("partnership:\n  front-door:\n    value: x\n    checked_on: 2026-11-23\n", 4, "not in the future"),
        ("partnership:\n  front-door:\n    value: x\n    checked_on: 2026-02-30\n", 4, "write checked_on as"),
        ("partnership:\n  front-door:\n    source: x\n    value: Ring 01632 96012\n", 4, "“01632 96012”"),
        ("partnership:\n  front-door:\n    value: x\n  front-door:\n    value: y\n", 4, "stands here twice"),
        ("partnership: {front-door: {value: x}}\n", 1, "flow style"),
        ("partnership:\n  front-door: &a\n    value: x\n  mappa: *a\n", 2, "an anchor"),
        ("partnership:\n  front-door:\n    value: !!python/object:os.system x\n", 3, "is not understood"),
        ("partnership:\n\tfront-door:\n", 2, "this is not YAML"),
        ("---\na: b\n---\nc: d\n", 3, "this is not YAML"),
        ("%YAML 1.1\n---\npartnership:\n", 1, "a line that begins with `%` is not read here: take out that line"),
        ("partnership:\n  front-door:\n    value: a\x00b\n", 1, "control characters"),
    ],
)
def test_every_fault_has_its_line_and_then_nothing_is_changed(text: str, line: int, said: str) -> None:
    found = asked(text, DOOR)
    assert found.changes == ()
    assert (found.faults[0].line, said in found.faults[0].message) == (line, True), found.faults


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = "partnership:\n  nonsense:\n  front-door:\n    value: x@y\norganisations:\n  - name: Nowhere\n"
    assert [each.line for each in asked(text).faults] == [2, 4, 6]


def test_an_organisation_may_stand_twice_but_not_with_the_same_slot() -> None:
    part = "  - name: Marsh School\n    values:\n      {}:\n        value: Ring us\n"
    text = "organisations:\n" + part.format("front-door") + part.format("safeguarding-lead")
    assert len(asked(text).changes) == 2
    assert "a second time" in asked(text + part.format("front-door")).faults[0].message


@pytest.mark.parametrize(
    "text",
    [
        "a: &a\n  - x\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)}\n" + f"  - *{chr(97 + n)}\n" * 9 for n in range(20)),
        "partnership:\n" + "".join(" " * n + f"a{n}:\n" for n in range(1, 380)),
        "- " * 2_000,
        "!!python/object/apply:os.system\n- echo\n",
        "x" * (LONGEST_FILE + 1),
        "partnership:\n" + "  front-door:\n    value: x\n" * 3_000,
        "a: " + "1" * 5_000,
        "%TAG ! tag:x,2000:\n--- !y\na: b\n",
        "? [a, b]\n: c\n",
        "<<: x\n",
    ],
)
def test_a_hostile_file_is_refused_soon_and_in_words(text: str) -> None:
    began = time.process_time()
    found = asked(text)
    assert found.faults and all(isinstance(each, LineFault) and each.message for each in found.faults)
    assert time.process_time() - began < 10


def test_what_is_sent_once_does_not_stay_in_memory() -> None:
    before = read_yaml.cache_info().currsize
    asked("partnership:\n  front-door:\n    value: sent once\n")
    assert read_yaml.cache_info().currsize == before


@given(
    st.lists(
        st.sampled_from(["partnership:\n", "  front-door:\n", "    value: ", "x\n", "- ", "*a", "&a ", "\t", "{", "'"])
    ).map("".join)
)
def test_no_text_raises(text: str) -> None:
    assert isinstance(asked(text), Plan)
