"""Templates: each can be read, an unknown name is an error, nothing runs or styles inline or comes from elsewhere."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from jinja2 import StrictUndefined, TemplateError, UndefinedError

from course.catalogue.model import Catalogue, Term
from tests.house import plan

# Addresses of other hosts that may be written into templates, styles and scripts, and why. The address behind Quick
# exit is a setting of the course (content/course.yaml) and stands in no template.
ELSEWHERE = {
    "https://creativecommons.org/licenses/by/4.0/": "the licence, linked in the footer",
    "http://www.w3.org/2000/svg": "a name of a language, which no browser opens",
    "http://www.w3.org/1999/xlink": "a name of a language, which no browser opens",
}
INLINE = {
    "a script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}
# A template shows; what is worked out, and addresses that are put together from parts, come from the view.
COMPUTED = re.compile(r"namespace\(|wordwrap|\.split\(|[\"']/modules/[\"'] *~|⟦")
# It may ask in which state a thing is; which states have something in common, and which one a thing is not in, are
# questions with a name, and the view answers them.
DECIDED = re.compile(r"""\{%-? *(?:if|elif)\b[^%]*?(?:\bin *[(\[] *["']|!= *["'])""")
ADDRESS = re.compile(r"""https?://[^\s"'<>)]+|(?<=["'(])//[a-z0-9][^\s"'<>)]*""", re.IGNORECASE)
# What a browser fetches or sends to by itself; a link that a person follows is not among them.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|audio|video|embed|form|link|use|image|base)\b[^>]*?"""
    r"""\s(?:src|action|href|xlink:href|srcset|poster)\s*=\s*["']\s*(?P<address>(?:https?:)?//[^"'\s]+)""",
    re.IGNORECASE,
)
HTML = plan.files("templates", ".html", ".svg", ".txt", ".xml")
STATIC = plan.files("static", ".css", ".js", ".svg")
Visitors = Callable[[str], FlaskClient]


def inline(text: str) -> list[str]:
    """What runs or styles from inside the page, which its security policy forbids."""
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def elsewhere(text: str) -> list[str]:
    """Addresses of other hosts."""
    return [found for found in ADDRESS.findall(text) if found not in ELSEWHERE]


def unreadable(path: Path, app: Flask) -> str:
    """Why a template cannot be read; empty when it can."""
    try:
        app.jinja_env.get_template(path.relative_to(plan.ROOT / "templates").as_posix())
    except TemplateError as fault:
        return str(fault)
    return ""


def test_a_template_can_be_read(app: Flask) -> None:
    assert plan.faults(HTML, lambda path: unreadable(path, app)) == {}


def test_an_unknown_name_is_an_error(app: Flask) -> None:
    assert issubclass(app.jinja_env.undefined, StrictUndefined)
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ planted }}").render()


def test_an_unknown_attribute_of_our_own_values_is_an_error(app: Flask) -> None:
    term = Term(id="heron", term="Heron", forms=(), meaning="A bird.")
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ term.planted }}").render(term=term)
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{% if term.planted %}x{% endif %}").render(term=term)


def test_text_is_escaped(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string("{{ text }}", text="<b>") == "&lt;b&gt;"


def test_nothing_runs_or_styles_inline() -> None:
    assert plan.faults(HTML, lambda path: inline(plan.read(path))) == {}


@pytest.mark.parametrize(
    "planted",
    [
        "<script>go()</script>",
        "<STYLE>p{}</STYLE>",
        '<p class="x" style="color:red">',
        '<button type="button" onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_planted_inline_code_is_found(planted: str) -> None:
    assert len(inline(planted)) == 1


def test_a_script_with_an_address_is_not_inline() -> None:
    assert inline('<script type="module" src="/static/site.js"></script>') == []


def test_a_template_works_nothing_out() -> None:
    assert plan.faults(HTML, lambda path: COMPUTED.findall(plan.read(path))) == {}


@pytest.mark.parametrize(
    "planted",
    [
        "{% set found = namespace(side=0) %}",
        '{{ (title | wordwrap(26)).split("\n") | length }}',
        '{{ page_foot(back_href="/modules/" ~ module.id) }}',
        "{{ '⟦local:front-door⟧' | live }}",
    ],
)
def test_a_planted_computation_is_found(planted: str) -> None:
    assert COMPUTED.search(planted)


def test_a_template_decides_nothing() -> None:
    assert plan.faults(HTML, lambda path: DECIDED.findall(plan.read(path))) == {}


@pytest.mark.parametrize(
    "planted",
    [
        '{% if view.on or why in ("signed-out", "closed") %}',
        "{%- elif name not in ['value', 'text'] -%}",
        '{% if view.back != "closed" %}',
    ],
)
def test_a_planted_decision_is_found(planted: str) -> None:
    assert DECIDED.search(planted)


@pytest.mark.parametrize("clean", ['{% if view.back == "closed" %}', "{% if each.id not in view.known %}"])
def test_a_question_for_one_state_is_no_decision(clean: str) -> None:
    assert not DECIDED.search(clean)


def test_no_address_of_another_host() -> None:
    assert plan.faults(HTML + STATIC, lambda path: elsewhere(plan.read(path))) == {}


@pytest.mark.parametrize(
    "planted", ['<img src="https://other.example/x.png">', "url(//other.example/x)", '<a href="http://other.example">']
)
def test_a_planted_address_is_found(planted: str) -> None:
    assert len(elsewhere(planted)) == 1


def test_every_allowed_address_is_still_used() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in HTML + STATIC)
    assert {address for address in ELSEWHERE if address.startswith("https") and address not in written} == set()


def fetched(html: str) -> list[str]:
    """Other hosts that a page makes the browser speak to without being asked."""
    return [found["address"] for found in FETCHED.finditer(html)]


@pytest.mark.parametrize("planted", ['<form action="https://other.example/">', '<img alt="" src="//other.example/x">'])
def test_a_planted_fetch_is_found(planted: str) -> None:
    assert len(fetched(planted)) == 1


def addresses(catalogue: Catalogue) -> list[str]:
    pages = [f"/modules/{module.id}/{page.id}" for module in catalogue.modules for page in module.pages]
    library = [f"/reference/{reference}" for reference in catalogue.references]
    return ["/", "/worried", "/help", "/flowchart", "/print", "/sign-in", "/sign-up", "/not-there", *pages, *library]


@pytest.mark.slow
@pytest.mark.parametrize("who", ["guest", "administrator"])
def test_pages_as_they_are_sent_are_clean_too(who: str, signed_in: Visitors, catalogue: Catalogue) -> None:
    """What Python and other people's macros add counts as well."""
    client = signed_in(who)
    answers = {address: client.get(address) for address in addresses(catalogue)}
    assert [address for address, each in answers.items() if each.status_code >= 400] == ["/not-there"]
    sent = {address: each.get_data(as_text=True) for address, each in answers.items()}
    assert {address: inline(html) for address, html in sent.items() if inline(html)} == {}
    assert {address: fetched(html) for address, html in sent.items() if fetched(html)} == {}
