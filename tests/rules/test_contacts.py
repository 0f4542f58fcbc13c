"""What in a local value becomes a link, what is refused and in which words, and that the output is always safe HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from course.rules.contacts import can_be_rung, faults, is_number, linked, parts, with_blanks

SAFE = re.compile(r"(?:tel:[+0-9][0-9;=a-z-]*|mailto:[^\s\"'<>]+@[^\s\"'<>]+|(?i:https?)://[^\s\"<>]+)")
PIECES = [
    *(
        "01632 960123",
        "+44 (0)1632 960 123",
        "0800 1111",
        "ext 12",
        "999",
        "Call 101",
        "section 111",
        "0900-1700",
        "07",
    ),
    *(
        "https://www.heronsea.example/refer?a=1&b=2#c",
        "javascript:alert(1)",
        "https://a:b@heronsea.example",
        "www.x.example",
    ),
    *(
        "mash@heronsea.example",
        "x@y",
        "'\"><script>alert(1)</script>",
        "<b onclick=x>",
        "&amp;",
        "⟦local:front-door⟧",
        "\x02name\x03",
    ),
    *(
        "data:text/html,<p>",
        "HTTPS://HERONSEA.EXAMPLE/",
        "http://[::1]",
        "https://",
        "(",
        ")",
        ".",
        ",",
        " ",
        "\n",
        "–",
        "é",
        "٣٤",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join)


def links(text: str) -> list[tuple[str, str]]:
    return [(part.text, part.href) for line in text.split("\n") for part in parts(line) if part.href]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("01632 960123", "tel:+44-1632-960123"),
        ("01632960123", "tel:+44-1632-960123"),
        ("(01632) 960 123", "tel:+44-1632-960123"),
        ("01632-960-123", "tel:+44-1632-960123"),
        ("+44 1632 960123", "tel:+44-1632-960123"),
        ("+44 (0)1632 960123", "tel:+44-1632-960123"),
        ("0044 1632 960123", "tel:+44-1632-960123"),
        ("01632 960123 ext 12", "tel:+44-1632-960123;ext=12"),
        ("07700 900123", "tel:+44-7700-900123"),
        ("0115 496 0123", "tel:+44-115-496-0123"),
        ("020 7946 0123", "tel:+44-20-7946-0123"),
        ("0808 157 0123", "tel:+44-808-157-0123"),
        ("+353 1 234 5678", "tel:+353-1-234-5678"),
        ("999", "tel:999"),
        ("101", "tel:101"),
        ("111", "tel:111"),
        ("116 123", "tel:116123"),
        ("mash@heronsea.example", "mailto:mash@heronsea.example"),
        ("a+b%c@heronsea.example", "mailto:a%2Bb%25c@heronsea.example"),
        ("https://www.heronsea.example/refer?x=1&y=2", "https://www.heronsea.example/refer?x=1&y=2"),
        ("http://heronsea.example:8080/", "http://heronsea.example:8080/"),
        ("HTTPS://HERONSEA.EXAMPLE", "HTTPS://HERONSEA.EXAMPLE"),
        ("https://münchen.example/", "https://münchen.example/"),
        ("https://heronsea.example/a_(b)", "https://heronsea.example/a_(b)"),
    ],
)
def test_what_is_right_becomes_a_link_alone_and_in_a_sentence(text: str, href: str) -> None:
    assert faults(text) == ()
    assert links(text) == [(text, href)]
    assert links(f"Ring or write to {text}, at any hour.") == [(text, href)]
    assert links(f"(see: {text}).") == [(text, href)]


@pytest.mark.parametrize(
    "text",
    [
        "Section 111 of the Act",
        "Room 101, floor 3",
        "0900-1700 and 0900 - 1700",
        "09:00 to 17:00",
        "Monday to Friday, 9am to 5pm",
        "Checked on 03-11-2026",
        "Version 3.2 of 2026, 14 pages",
        "16LA, A4, B27 7DN",
        "0.5 days",
        "24/7",
        "@heronsea",
        "for 18+ only",
        "Personal data: who is asked",
    ],
)
def test_dates_hours_and_other_figures_stay_text(text: str) -> None:
    assert faults(text) == ()
    assert links(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("01632 96012", "a figure is missing or wrong"),
        ("01632 9601234", "too many figures"),
        ("01632 960123 4567890", "too many figures"),
        ("+44 1632 9601", "too few figures"),
        ("00123456", "too few figures"),
        ("012345", "too few figures"),
        ("0000 000000", "a figure is missing or wrong"),
        ("+999 1234567", "is not a phone number"),
        ("x@y", "is not a mail address"),
        ("a..b@heronsea.example", "is not a mail address"),
        ("mash@heronsea", "is not a mail address"),
        ("www.heronsea.example/refer", "Write https:// in front"),
        ("https://heronsea", "is not a whole web address"),
        ("https://", "is not a whole web address"),
        ("https:/heronsea.example", "with two strokes"),
        ("https://192.0.2.7/", "is not a whole web address"),
        ("https://a..b.example/", "is not a whole web address"),
        ("https://heronsea.example:99999/", "is not a web address"),
        ("https://name:secret@heronsea.example/", "Take the name and password out"),
        ("https://heronsea.example\\@elsewhere.example/", "Take the name and password out"),
        ("javascript:alert(1)", "cannot become a link"),
        ("JavaScript:alert(1)", "cannot become a link"),
        ("data:text/html,hello", "cannot become a link"),
        ("ftp://heronsea.example", "cannot become a link"),
        ("https://heronsea.example/" + "a" * 1_000, "is too long"),
    ],
)
def test_what_is_wrong_is_told_and_never_becomes_a_link(text: str, said: str) -> None:
    (fault,) = faults(f"Write to {text}")
    assert said in fault
    assert links(text) == []


def test_every_fault_is_told_once_and_lines_do_not_run_together() -> None:
    assert len(faults("01632 96012\n01632 96012 or x@y")) == 2
    assert links("01632\n960123") == []


def test_the_end_of_a_sentence_does_not_belong_to_an_address() -> None:
    text = "See https://heronsea.example/refer. (Or https://heronsea.example/b), or mash@heronsea.example!"
    assert [typed for typed, _ in links(text)] == [
        "https://heronsea.example/refer",
        "https://heronsea.example/b",
        "mash@heronsea.example",
    ]


def test_a_value_is_shown_with_links_and_everything_else_escaped() -> None:
    assert linked("Front <door> & co\n01632 960123") == (
        'Front &lt;door&gt; &amp; co<br><a href="tel:+44-1632-960123">01632 960123</a>'
    )


# https://www.ofcom.org.uk lists them as "Numbers for drama use".
FOR_STORIES = """0113 496 0000|0114 496 0999|0115 496 0123|0116 496 0123|0117 496 0123|0118 496 0123|0121 496 0123|0131 496 0123
    |0141 496 0123|0151 496 0123|0161 496 0123|0191 498 0123|020 7946 0123|028 9649 6123|029 2018 0123|01632 960123|07700 900123
    |08081 570123|0909 8790123|03069 990123"""


@pytest.mark.parametrize("number", [each.strip() for each in FOR_STORIES.split("|")])
def test_numbers_for_stories_are_right_whatever_the_library_knows(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phonenumbers.is_valid_number", lambda _number: False)
    assert is_number(number) and faults(number) == ()
    assert not is_number(f"{number}4") and faults(f"{number}4")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0115.496.0123", "0115 496 0123"),
        ("+44.115.496.0123, or (0115).496.0124", "+44 115 496 0123, or (0115) 496 0124"),
        ("0115.496 0123", "0115 496 0123"),
        ("0115.496.0123 0115.496.0124", "0115 496 0123 0115 496 0124"),
        ("Ring 0115.496.0123.", "Ring 0115 496 0123."),
        ("03.11.2026, 09.00-17.00, version 0.5.1", "03.11.2026, 09.00-17.00, version 0.5.1"),
        ("0115.496.012", "0115.496.012"),
        (
            "https://x.example/0115.496.0123 0115.496.0123@x.example",
            "https://x.example/0115.496.0123 0115.496.0123@x.example",
        ),
    ],
)
def test_dots_in_a_number_become_blanks_and_nothing_else_changes(typed: str, kept: str) -> None:
    assert with_blanks(typed) == kept == with_blanks(kept)


@given(TEXTS | st.text(alphabet="0115.496+() -x", max_size=30))
def test_blanks_for_dots_change_no_other_sign_and_are_put_in_once(text: str) -> None:
    line = " ".join(text.split())
    kept = with_blanks(line)
    assert kept.replace(" ", "").replace(".", "") == line.replace(" ", "").replace(".", "")
    assert with_blanks(kept) == kept


@pytest.mark.parametrize(
    ("text", "rings"),
    [("Ask reception", False), ("mash@heronsea.example", False), ("x\nRing 999", True), ("Tel 01632 960123", True)],
)
def test_a_text_can_be_rung_where_a_number_in_it_is_a_link(text: str, rings: bool) -> None:
    assert can_be_rung(text) is rings


@given(TEXTS)
def test_the_pieces_are_the_text_and_a_piece_is_a_link_or_a_fault_or_neither(text: str) -> None:
    found = parts(text)
    assert "".join(part.text for part in found) == text
    assert all(part.text and not (part.href and part.fault) for part in found)


@given(TEXTS)
def test_the_output_is_safe_html_and_says_what_was_typed(text: str) -> None:
    text = "".join(sign for sign in text if sign >= " " or sign == "\n")  # a form lets no control sign through
    shown = html.fragment_fromstring(str(linked(text)), create_parent="div")
    assert {each.tag for each in shown.iter()} <= {"div", "a", "br"}
    for link in shown.iter("a"):
        assert list(link.keys()) == ["href"]
        assert SAFE.fullmatch(link.get("href"))
    for line_end in shown.iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    assert "".join(shown.itertext()) == text.strip()
