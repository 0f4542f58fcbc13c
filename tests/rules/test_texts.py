"""Texts as they are kept, and what must not stand in them because nobody would see it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.texts import arrived_whole, can_be_seen, lines_can_be_seen, says_something, trimmed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("", ""),
        (" \t\r\n\u00a0\u2003", ""),
        ("  Ada   Quill ", "Ada Quill"),
        ("Ada\r\nQuill\u2028", "Ada Quill"),
        ("Jose\u0301", "José"),
        ("a\0b", "a\0b"),  # not mended in silence: refused
    ],
)
def test_a_text_is_kept_without_needless_blanks_and_with_accents_in_one_form(typed: str | None, kept: str) -> None:
    assert trimmed(typed) == kept


@pytest.mark.parametrize(
    "text",
    ["", "Ada", "Åsa O’Neil-Ðŏe", "علي", "می‌خواهم", "क्‍ष", "👩‍🏫 Heron", "a" * 10_000, "\ufffd"],
)
def test_what_people_really_write_can_be_seen(text: str) -> None:
    assert can_be_seen(text)


@pytest.mark.parametrize(
    "sign",
    ["\0", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\u200e", "\u200b", "\ufeff", "\u00ad", "\ud800", "\udfff"]
    + ["\u115f", "\u1160", "\u3164", "\uffa0", "\u17b4", "\u17b5", "\u2800", "\u034f"],  # fillers, which show nothing
    ids=lambda sign: f"U+{ord(sign):04X}",
)
def test_control_signs_and_what_turns_the_writing_cannot_be_seen(sign: str) -> None:
    assert not can_be_seen(sign)
    assert not can_be_seen(f"Heronsea {sign}Nursery")


@pytest.mark.parametrize("text", ["\u200d", "\u200c\u200d", "\u200d \u200d"])
def test_a_text_of_joiners_alone_cannot_be_seen(text: str) -> None:
    assert not can_be_seen(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", True),
        ("one\ntwo", True),
        ("\n\n  \n\t\n", True),
        ("\tone\ttwo\t", True),
        ("می‌خواهم\n👩‍🏫", True),
        ("one\r\ntwo", False),
        ("one\x0btwo", False),
        ("one\x1f\ntwo", False),
        ("one\u202etwo", False),
        ("one\n\u2066two\u2069", False),
        ("one\n \u200d\t\ntwo", False),
    ],
)
def test_a_text_of_several_lines_can_be_seen_where_each_line_can(text: str, seen: bool) -> None:
    assert lines_can_be_seen(text) is seen


@pytest.mark.parametrize(
    ("text", "says"),
    [("D", True), ("७", True), ("李", True), ("🦊 Fox", True), ("½", True), ("", False), ("🦊", False), ("- -", False)]
    + [("\u200d\u200d", False), ("\u0301", False), ("\ufe0f", False), ("\ue000", False), ("\u3164", False)],
)
def test_a_text_says_something_where_there_is_a_letter_or_a_figure(text: str, says: bool) -> None:
    assert says_something(text) is says


@pytest.mark.parametrize(
    ("text", "whole"),
    [("", True), ("Ada", True), ("\u202e", True), ("100 %", True), ("%ed%a0%80", True), ("%ED%9F%BF", True)]
    + [
        ("a\0b", False),
        ("\ud800", False),
        ("\udfff", False),
        ("a\ufffd", False),
        ("%ED%A0%80", False),
        ("%ED%BF%BF", False),
    ],
)
def test_what_was_lost_on_the_way_is_told_from_what_is_odd(text: str, whole: bool) -> None:
    assert arrived_whole(text) is whole


@given(st.text(st.characters(exclude_categories=())))
def test_what_arrived_whole_can_be_stored_and_sent(text: str) -> None:
    if arrived_whole(text):
        assert text.encode().decode() == text and "\0" not in text


@given(st.text())
def test_trimming_again_changes_nothing_and_leaves_no_blank_at_an_end(text: str) -> None:
    kept = trimmed(text)
    assert trimmed(kept) == kept == kept.strip()
    assert kept == unicodedata.normalize("NFC", kept)
