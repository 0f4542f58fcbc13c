"""Markdown to HTML: what each block, mark, link, heading and table becomes."""

from __future__ import annotations

import pytest

from course.catalogue.glossary import Marker
from course.catalogue.markdown import LIVE_MARKS, NOT_FILLED, Rendered, Renderer, fill
from course.catalogue.names import Named, Names
from course.catalogue.passage import Passage, Sheet
from course.catalogue.problems import Problems
from course.catalogue.schemas import TermForm

KNOWN = [("page", "record"), ("question", "consent"), ("reference", "card"), ("slot", "front-door"), ("rule", "record")]
TERM = TermForm(id="consent", term="Consent", forms=["consent"], meaning="Agreement.")


def render(text: str, sheet: Sheet | None = None) -> Rendered:
    """Render a text that must be without a fault."""
    homes = {place: Named(*place, "x", 1) for place in KNOWN}
    names = Names(homes, {"record": "golden-rules"}, frozenset())
    problems = Problems()
    renderer = Renderer(names, {"record": "Record your decision"}, Marker([TERM]))
    rendered = renderer.render(
        Passage("x.md", 1, text, problems), sheet or Sheet("page", "here", "Here", numbers_parts=False)
    )
    assert problems.in_order() == []
    return rendered


def html(text: str) -> str:
    return render(text).before.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "/// key-points\n- One.\n- Two.\n///",
            '<section class="key-points" aria-label="Remember"><p class="block-title">Remember</p>'
            "<ul><li>One.</li><li>Two.</li></ul></section>",
        ),
        (
            "/// law | 2026-11-02\nText.\n\nSource: An Act.\n///",
            '<aside class="law" aria-label="The law"><p class="block-title">The law '
            '<span class="law-date">checked 2 November 2026</span></p>'
            '<p>Text.</p><p class="source">Source: An Act.</p></aside>',
        ),
        (
            "/// details | When not\nText.\n///",
            '<details class="details"><summary>When not</summary><p>Text.</p></details>',
        ),
        (
            "/// sector | Early years\nText.\n///",
            '<section class="sector"><p class="block-title">In practice: early years</p><p>Text.</p></section>',
        ),
        (
            "/// sector | GPs\nText.\n///",
            '<section class="sector"><p class="block-title">In practice: GPs</p><p>Text.</p></section>',
        ),
        ("/// content-note\nText.\n///", '<div class="content-note" role="note"><p>Text.</p></div>'),
        (
            "/// earlier-rule\nText.\n///",
            '<aside class="earlier-rule" aria-label="The earlier rule">'
            '<p class="block-title">The earlier rule</p><p>Text.</p></aside>',
        ),
        (
            "/// being-checked | Data lead\nText.\n///",
            '<aside class="being-checked" aria-label="Being checked">'
            '<p class="block-title">Being checked: Data lead</p><p>Text.</p></aside>',
        ),
        (
            "//// details | Outer\n/// sector | Police\nText.\n///\n\nMore.\n////",
            '<details class="details"><summary>Outer</summary><section class="sector">'
            '<p class="block-title">In practice: police</p><p>Text.</p></section><p>More.</p></details>',
        ),
        ("Term\n:   Meaning", "<dl><dt>Term</dt><dd>Meaning</dd></dl>"),
        ("It's \"so\" -- isn't it?", "<p>It’s “so” – isn’t it?</p>"),
        ("a < b & c &amp; d &copy;", "<p>a &lt; b &amp; c &amp; d ©</p>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("- a\n    - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("![A map](/static/map.svg)", '<p><img src="/static/map.svg" alt="A map"></p>'),
    ],
)
def test_markdown_becomes_html(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("page:record", "/modules/golden-rules/record"),
        ("question:consent", "/flowchart/consent"),
        ("reference:card", "/reference/card"),
        ("/modules/golden-rules/record", "/modules/golden-rules/record"),
        ("/flowchart/consent", "/flowchart/consent"),
        ("/worried", "/worried"),
        ("https://www.legislation.gov.uk/ukpga/2004/31", "https://www.legislation.gov.uk/ukpga/2004/31"),
    ],
)
def test_a_link_is_resolved_to_an_address(target: str, address: str) -> None:
    assert html(f"See [this]({target}).") == f'<p>See <a href="{address}">this</a>.</p>'


def test_a_local_detail_is_left_as_a_live_mark() -> None:
    mark = '<span class="local" data-slot="front-door">⟦local:front-door⟧</span>'
    assert html("Ring {{ local front-door }}.") == f"<p>Ring {mark}.</p>"
    assert LIVE_MARKS.findall(mark) == ["front-door"]


def test_a_rule_becomes_its_sign_and_name_and_leads_to_its_page() -> None:
    assert html("{{ rule record }}") == (
        '<p><a class="rule rule-record" href="/modules/golden-rules/record">'
        '<svg class="sign" aria-hidden="true"><use href="#sign-record"></use></svg> Record your decision</a></p>'
    )


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"front-door": "The <b>door</b> & co"}, "The &lt;b&gt;door&lt;/b&gt; &amp; co"),
        ({"front-door": r"\1 \g<0>"}, r"\1 \g&lt;0&gt;"),
        ({"front-door": "⟦local:front-door⟧"}, "⟦local:front-door⟧"),
        ({"front-door": "  "}, NOT_FILLED),
        ({}, NOT_FILLED),
    ],
)
def test_filling_puts_in_values_escaped_and_says_what_is_missing(values: dict[str, str], shown: str) -> None:
    assert fill("<p>⟦local:front-door⟧</p>", values) == f"<p>{shown}</p>"


def test_headings_get_the_id_of_their_author_or_one_of_their_words() -> None:
    text = "## When not to ask {#when-not}\n\n### What's next?\n\n### What's next?"
    assert html(text) == (
        '<h2 id="when-not">When not to ask</h2><h3 id="whats-next">What’s next?</h3>'
        '<h3 id="whats-next-2">What’s next?</h3>'
    )


def test_ids_and_labels_stay_single_over_all_texts_of_a_page() -> None:
    sheet = Sheet("page", "case", "A case")
    law = "## Why\n\n/// law | 2026-11-02\nText.\n\nSource: An Act.\n///"
    first, second = render(law, sheet).before, render(law, sheet).before
    assert ('id="why"' in first, 'id="why-2"' in second) == (True, True)
    assert ('aria-label="The law"' in first, 'aria-label="The law 2"' in second) == (True, True)


def test_a_table_scrolls_under_the_heading_above_it_and_every_cell_knows_what_it_is() -> None:
    text = "## Kinds\n\n| Kind | |\n|:---|---:|\n| A | 1 |\n"
    assert html(text) == (
        '<h2 id="kinds">Kinds</h2><div class="table" role="region" tabindex="0" aria-label="Table: Kinds">'
        '<table role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Kind</th>'
        '<td class="align-right" role="cell"></td></tr></thead><tbody role="rowgroup"><tr role="row">'
        '<td data-label="Kind" role="cell">A</td><td class="align-right" role="cell">1</td></tr></tbody></table></div>'
    )


def test_a_table_without_a_heading_is_named_after_the_page_and_one_in_a_block_after_its_heading() -> None:
    table = "| A |\n|---|\n| 1 |"
    text = f"{table}\n\n/// details | More\n## Inside\n\n{table}\n///\n\n{table}"
    found = [part.partition('"')[0] for part in html(text).split('aria-label="')[1:]]
    assert found == ["Table: Here", "Table: Inside", "Table: Inside 2"]


def test_facilitator_notes_are_taken_out_of_the_page() -> None:
    rendered = render("Text.\n\n/// facilitator\nAsk *who*.\n///\n\nMore.\n\n/// facilitator\nStop.\n///")
    assert rendered.before.replace("\n", "") == "<p>Text.</p><p>More.</p>"
    assert rendered.facilitator.replace("\n", "") == "<p>Ask <em>who</em>.</p><p>Stop.</p>"
    assert rendered.text == "Text. More."


def test_key_points_are_also_plain_lines() -> None:
    assert render("/// key-points\n- **One** [link](/worried).\n- Two.\n///").key_points == ("One link.", "Two.")


def test_the_words_to_search_leave_out_signs_and_marks() -> None:
    rendered = render("## Head\n\n- a *b*\n\n| c |\n|---|\n| d |\n\n{{ rule record }} {{ local front-door }}")
    assert rendered.text == "Head a b c d Record your decision"


def test_terms_are_marked_once_over_the_texts_of_a_page() -> None:
    sheet = Sheet("page", "case", "A case")
    assert 'class="term"' in render("Ask for consent.", sheet).before
    assert 'class="term"' not in render("Then consent again.", sheet).before
    assert sheet.terms == ["consent"]
