"""Texts of the course as paragraphs for paper: the words of the HTML, the local details among them."""

import pytest

from course.catalogue.markdown import NOT_FILLED
from course.documents.paper_text import contact, paragraphs

LOCAL = '<span class="local" data-slot="front-door">⟦local:front-door⟧</span>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ()),
        ("<p>Ask.</p>", ((("Ask.", False),),)),
        (
            "<p>Ask\n  <strong>now</strong>, not later.</p>",
            ((("Ask ", False), ("now", True), (", not later.", False)),),
        ),
        ("<p>One.</p>\n<p>Two.</p>", ((("One.", False),), (("Two.", False),))),
        ("<ul><li>One</li><li><p>Two</p></li></ul>", ((("One", False),), (("Two", False),))),
        ("<h2>More</h2><p>A &amp; B</p>", ((("More", True),), (("A & B", False),))),
        ('<p>See <a href="/help">help</a>.</p>', ((("See “help”.", False),),)),
        ('<p>See <a href="https://a.example">a</a>.</p>', ((("See a.", False),),)),
        ("No paragraph", ((("No paragraph", False),),)),
    ],
)
def test_paragraphs_and_what_is_strong(html: str, expected: object) -> None:
    assert paragraphs(html, {}) == expected


def test_a_local_detail_is_put_in_as_strong_words_and_its_lines_stay_lines() -> None:
    local = {"front-door": "Heronsea <b>\n 01632 960 101 \n\nalways"}
    found = paragraphs(f"<p>Call: {LOCAL}.</p>", local)
    assert found == ((("Call: ", False), ("Heronsea <b>\n01632\u00a0960\u00a0101\nalways", True), (".", False)),)


@pytest.mark.parametrize("local", [{}, {"front-door": " \n "}])
def test_an_empty_one_says_so(local: dict[str, str]) -> None:
    assert paragraphs(f"<p>Call: {LOCAL}</p>", local) == ((("Call: ", False), (NOT_FILLED, True)),)


def test_only_blanks_between_figures_hold_fast() -> None:
    assert contact("Room 4, 9 to 5") == "Room 4, 9 to 5"
    assert contact("0800 1111 or 999") == "0800\u00a01111 or 999"
