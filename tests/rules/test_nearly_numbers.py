"""What is nearly a phone number is asked about, with the number that was probably meant; nothing else is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules import contacts
from course.rules.nearly_numbers import found, questions, without


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("O115 496 0123", "0115 496 0123"),
        ("ol15 496 O123", "0115 496 0123"),
        ("0I632 96OI23", "01632 960123"),
        ("115 496 0123", "0115 496 0123"),
        ("1632960123", "01632960123"),
        ("7700 900123", "07700 900123"),
        ("20 7946 0123", "020 7946 0123"),
        ("44 1632 960123", "+44 1632 960123"),
        ("0115/496/0123", "0115 496 0123"),
        ("0115 – 496 – 0123", "0115 496 0123"),
        ("0115.496.012", ""),
        ("O115 496 O12", ""),
    ],
)
def test_what_is_nearly_a_number_is_found_alone_and_in_a_sentence(typed: str, meant: str) -> None:
    assert found(typed) == ((typed, meant),)
    assert found(f"Ring {typed}, 9 to 5, or ask reception.") == ((typed, meant),)
    (question,) = questions(f"Tel: {typed}")
    assert question.startswith(f"This looks like a phone number but cannot be rung as typed: “{typed}”. ")
    assert question.endswith(f"write it like this: {meant}" if meant else "with blanks between groups")
    assert typed not in without(f"Tel: {typed}")


@pytest.mark.parametrize(
    "text",
    [
        "Ask reception",
        "Ring us",
        "01632 960123",
        "+44 (0)1632 960123 ext 12",
        "+353 1 234 5678",
        "01632 960123 I am in until 5",
        "18001 01632 960123",
        "0800 1111",
        "999",
        "116 123",
        "B27 7DN, room 101, 16LA",
        "0900-1700 and 09.00 – 17.00, 10.00-16.30",
        "01.12.2026 9.30 to 3-12-2026, 01/02/2026",
        "7.11.2026 - 9.12",
        "Policy 3.2 of 2026-11-03",
        "https://heronsea.example/1154960123 1154960123@heronsea.example",
        "01632 96012",
    ],
)
def test_right_numbers_words_days_hours_and_addresses_are_not_asked_about(text: str) -> None:
    assert list(questions(text)) == []
    assert without(text) == text


@given(st.text(alphabet="0123456789OoIl ()+.-/x", max_size=40))
def test_what_is_said_to_be_meant_can_be_rung_and_what_is_right_is_left_alone(text: str) -> None:
    for typed, meant in found(text):
        assert typed in text and not contacts.is_number(typed)
        assert not meant or contacts.is_number(meant)


@pytest.mark.parametrize("text", ["1 " * 300, "0" * 600, "O1.-" * 150, "(+" * 300])
def test_a_long_row_of_figures_is_read_soon(text: str) -> None:
    began = time.process_time()
    list(questions(text))
    assert time.process_time() - began < 5
