"""Each fault that test_html looks for is seen when it is planted, and a sound page has none."""

import pytest

from tests.web.page_faults import faults

SOUND = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A page – Sharewell</title></head>
<body><main><h1>A page</h1>{}</main></body></html>"""
FIELD = '<label for="name">Name</label><input id="name" name="name">'
FORM = '<form method="post" action="/sign-in" data-form="sign-in">{}<button type="submit">Send</button></form>'
RADIOS = '<input type="radio" id="{0}-1" name="{0}"><label for="{0}-1">True</label>'
BOTH = '<fieldset><legend>What?</legend>{}<input type="radio" id="b" name="a"><label for="b">False</label></fieldset>'


def planted(inside: str) -> list[str]:
    return faults(SOUND.format(inside))


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<h2>One</h2><h3>Two</h3><h2>Three</h2>",
        FORM.format(FIELD),
        FORM.format(BOTH.format(RADIOS.format("a"))),
        '<form method="post" data-form="x"><button type="submit">Send</button></form>',
        '<a href="#part">there</a><p id="part"></p>',
        "<table><tr><th>From content</th></tr></table>",
    ],
)
def test_a_sound_page_has_no_faults(inside: str) -> None:
    assert planted(inside) == []


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<p><div></div></p>", "HTML 3:"),
        ("<p>&nosuch;</p>", "HTML"),
        ("<h1>Another</h1>", "2 h1"),
        ("<h3>Skipped</h3>", "h3 after h1"),
        ("<h2></h2>", "h2 without words"),
        ('<p id="a"></p><p id="a"></p>', "id twice: a"),
        ('<a href="#gone">there</a>', "#gone leads nowhere"),
        ('<p aria-describedby="gone"></p>', "aria-describedby names gone"),
        ('<input id="name" name="name">', "field name has 0 labels"),
        (FIELD + '<label for="name">Again</label>', "field name has 2 labels"),
        ("<textarea name='why'></textarea>", "field why has 0 labels"),
        (RADIOS.format("a") + RADIOS.format("b"), "radios a: no fieldset"),
        ("<fieldset>" + RADIOS.format("a") + "</fieldset>", "radios a: no fieldset"),
        ("<fieldset><legend> </legend>" + RADIOS.format("a") + "</fieldset>", "radios a: no fieldset"),
        (BOTH.format("") + RADIOS.format("a"), "radios a: no fieldset"),
        ('<p class="govuk-error-message" id="e">No</p>', "nobody hears “No”"),
        ('<p class="govuk-error-message" id="e">No</p>', "1 messages, 0 lines"),
        ('<h2 class="govuk-error-summary__title">!</h2>', "title and error summary do not fit"),
        ('<ul class="govuk-error-summary__list"><li><a href="#p">No</a></li></ul><p id="p"></p>', "leads to no field"),
        ('<form method="post" action="/x"><button type="submit">Send</button></form>', "without data-form"),
        ('<form method="get" data-form="x"><button type="submit">Send</button></form>', "not sent by post"),
        ('<form method="post" action="//x.example" data-form="x"></form>', "goes to '//x.example'"),
        ('<form method="post" action="" data-form="x"></form>', "goes to ''"),
        ('<form method="post" data-form="x"><button type="submit"></button></form>', "has no button"),
        ('<img src="/static/a.svg">', "without alt"),
        ("<svg></svg>", "neither named nor hidden"),
        ('<table class="govuk-table"><tr><th>Day</th></tr></table>', "table without"),
        ("<table><tr><td>Day</td></tr></table>", "table without"),
        ('<p style="color: red">Red</p>', "style='color: red'"),
        ('<p onclick="go()">Go</p>', "onclick="),
        ("<script>go()</script>", "<script> in the page"),
        ('<script src="https://elsewhere.example/a.js"></script>', "part from elsewhere"),
    ],
)
def test_a_planted_fault_is_found(inside: str, fault: str) -> None:
    assert [line for line in planted(inside) if fault in line]


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Another page – Sharewell", "does not begin with the heading"),
        ("A page", "without the site"),
        ("Error: A page – Sharewell", "do not fit"),
    ],
)
def test_a_title_that_does_not_fit_is_found(title: str, fault: str) -> None:
    page = SOUND.format("").replace("A page – Sharewell", title)
    assert [line for line in faults(page) if fault in line]
