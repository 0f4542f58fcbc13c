"""YAML is read as version 1.2, in block style, with lines; what other readers lose in silence is a fault."""

from __future__ import annotations

import datetime as dt

import pytest

from course.catalogue.yaml_lines import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("12:30", "12:30"),
        ("0x1f", "0x1f"),
        ("1.5", 1.5),
        ("-7", -7),
        ("~", None),
        ("2026-11-22", dt.date(2026, 11, 22)),
        ("2026-02-30", "2026-02-30"),
        ("'2026-11-22'", "2026-11-22"),
        ("=", "="),
        ("99999999999999999999999", "99999999999999999999999"),
    ],
)
def test_a_plain_value_is_what_it_looks_like(text: str, value: object) -> None:
    assert read_yaml(f"key: {text}\n").data == {"key": value}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: {end: Call now, then tell}\n", 2, "flow style"),
        ("a:\n  - [one]\n", 2, "flow style"),
        ("a: 1\na: 2\n", 2, "the key `a` stands here twice"),
        ("a: &x one\nb: two\n", 1, "an anchor"),
        ("? - one\n: two\n", 1, "a key is not a word"),
        ("a: !secret one\n", 1, "`one` is not understood"),
        ("a: 1\n---\nb: 2\n", 2, "one file is one document"),
        ("%YAML 1.1\na: yes\n", 1, "take out that line"),
        ("\n# first\n%YAML 1.1\n---\na: yes\n", 3, "take out that line"),
        ("%TAG ! tag:x,2000:\n---\na: b\n", 1, "take out that line"),
        ("a: 'one\n", 2, "this is not YAML"),
        ("a: b: c\n", 1, "quotation marks, or under `|`"),
        ("a:\n\t- b\n", 2, "not with tabs"),
        ("- " * 3000, 1, "go too deep"),
        ("a: \x07\n", 1, "control characters"),
    ],
)
def test_a_fault_of_yaml_is_told_with_its_line(text: str, line: int, words: str) -> None:
    faults = read_yaml(text).faults
    assert [fault.line for fault in faults] == [line]
    assert words in f"{faults[0].message}: {faults[0].mend}"


def test_an_alias_that_would_grow_without_end_is_refused() -> None:
    faults = read_yaml("a: &a\n  b: *a\n").faults
    assert [(fault.line, fault.message) for fault in faults] == [
        (1, "an anchor (`&`) is used"),
        (2, "an alias (`*`) stands for another part"),
    ]


def test_an_anchor_that_stands_twice_is_a_fault_twice() -> None:
    assert [fault.line for fault in read_yaml("a: &x b\nc: &x d\n").faults] == [1, 2]


def test_an_empty_list_may_stand_in_flow_style() -> None:
    assert read_yaml("a: []\n").faults == ()


def test_all_faults_of_a_file_are_told_at_once() -> None:
    assert [fault.line for fault in read_yaml("a: 1\na: 2\nb: [x]\nc: &d e\n").faults] == [2, 3, 4]


def test_lines_count_from_the_line_on_which_the_text_begins() -> None:
    lines = read_yaml("a: 1\nb:\n  - c: |\n      text\n", first_line=10).lines
    assert (lines.of("a"), lines.of("b", 0, "c"), lines.text("b", 0, "c")) == (10, 12, 13)


def test_what_is_missing_is_told_at_what_should_hold_it() -> None:
    assert read_yaml("a:\n  - b: 1\n  - b: 2\n").lines.of("a", 1, "c") == 3
