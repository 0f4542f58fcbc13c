"""HTML of the course becomes blocks: nothing of any text is lost, and what has no meaning is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from course.catalogue.markdown import ANY_MARK, LIVE_MARKS
from course.catalogue.model import Catalogue
from course.catalogue.safe_html import CLASSES, TAGS
from course.documents import tree_reading
from course.documents.tree import (
    Blank,
    Block,
    Box,
    Bullets,
    Definitions,
    Heading,
    Paragraph,
    Table,
    Words,
    line,
    paragraph,
    plain,
)
from course.documents.tree_reading import blocks
from course.rules import plans
from tests.documents.every_block import COURSE, said, squeezed

LABELS = {"front-door": "Front door"}
FILLED = {slot: f"Heronsea {slot}\n01632 960101" for slot in COURSE.slots}
PARTS = frozenset({"li", "dt", "dd", "thead", "tbody", "tr", "th", "td", "summary"})  # read with what they are parts of
STRONG, EMPHASIS = Words("b", strong=True), Words("b", emphasis=True)


def texts(course: Catalogue) -> Iterator[tuple[str, str]]:
    """Every text of the course that is HTML, with the name of where it stands."""
    for page in (page for module in course.modules for page in module.pages):
        yield from ((page.id, text) for text in (page.before, page.after, page.facilitator))
    for case in course.cases.values():
        yield from ((case.id, text) for text in (case.scenario, case.model_decision, case.facilitator))
        for decision in case.decisions:
            yield from (
                (case.id, text) for text in (decision.reveals, *(each.consequence for each in decision.options))
            )
    chart = course.flowchart
    yield from (("flowchart", text) for text in (chart.intro, chart.banner_text, *(end.text for end in chart.ends)))
    for question in chart.questions:
        yield from ((question.id, text) for text in (question.detail, question.not_sure))
    yield from ((reference.id, reference.html) for reference in course.references.values())
    yield from ((sheet.id, sheet.html) for sheet in course.sheets.values())
    for name in plans.plan_names(course):
        plan = plans.plan(course, name)
        yield from ((name, step.does) for step in (plan.steps if plan else ()))


def written(text: str, *, filled: bool) -> str:
    """The words of HTML, as a reader of HTML gives them: local details put in or, where they are empty, their labels."""
    root = lxml_html.fragment_fromstring(f"<div>{text}</div>")
    for link in root.iter("a"):
        if link.get("href", "").startswith("https://"):
            link.tail = f" {link.get('href')}{link.tail or ''}"
    words = str(root.text_content())
    words = LIVE_MARKS.sub(lambda mark: FILLED[mark[1]] if filled else COURSE.slots[mark[1]].label, words)
    return ANY_MARK.sub("", words)


TEXTS = [(name, text) for name, text in texts(COURSE) if text]


@pytest.mark.parametrize("filled", [True, False], ids=["filled in", "empty"])
def test_no_word_of_any_text_of_the_course_is_lost_or_added(filled: bool) -> None:
    labels = {slot.id: slot.label for slot in COURSE.slots.values()}
    assert len(TEXTS) > 300
    for name, text in TEXTS:
        read = " ".join(said(blocks(text, FILLED if filled else {}, labels)))
        assert squeezed(read) == squeezed(written(text, filled=filled)), name


def test_words_of_the_course_keep_their_blanks() -> None:
    """Within a paragraph the words are those of the HTML one by one, not only the letters."""
    for name, text in TEXTS:
        root = lxml_html.fragment_fromstring(f"<div>{text}</div>")
        read = {plain(each.line) for each in blocks(text, FILLED, {}) if isinstance(each, Paragraph)}
        for each in root.iterchildren("p"):
            if not each.xpath(".//*[@class='local'] | .//a[starts-with(@href, 'http')]"):
                assert " ".join(str(each.text_content()).split()) in read, name


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ()),
        ("<p>a</p>", (paragraph("a"),)),
        ("words alone", (paragraph("words alone"),)),
        ("<p>a <strong>b</strong></p>", (Paragraph((Words("a "), STRONG)),)),
        ("<p>a\n  <em> b </em>\n</p>", (Paragraph((Words("a "), EMPHASIS)),)),
        ("<p>a <em><strong>b</strong></em></p>", (Paragraph((Words("a "), Words("b", strong=True, emphasis=True))),)),
        ("<p>a<br>b</p>", (paragraph("a\nb"),)),
        ('<p class="source">a</p>', (paragraph("a", small=True),)),
        ('<p><a class="term" href="#term-x">a</a> b</p>', (paragraph("a b"),)),
        ('<p>see <a href="/reference/x">a</a>.</p>', (paragraph("see a."),)),
        (
            '<p><a href="https://x.example/y">a</a>.</p>',
            (Paragraph((Words("a "), Words("https://x.example/y", link="https://x.example/y"), Words("."))),),
        ),
        (
            '<p>by <a class="rule rule-record"><svg class="sign"><use href="#sign-record"></use></svg> Record</a></p>',
            (Paragraph((Words("by "), Words("Record", strong=True, rule="record"))),),
        ),
        (
            '<p>a: <span class="local" data-slot="front-door">⟦local:front-door⟧</span></p>',
            (Paragraph((Words("a: "), Blank("Front door"))),),
        ),
        ("<h2>a</h2><h4>b</h4><h6>c</h6>", (Heading(2, line("a")), Heading(4, line("b")), Heading(4, line("c")))),
        ("<ul><li>a</li><li><p>b</p></li></ul>", (Bullets(((paragraph("a"),), (paragraph("b"),))),)),
        ('<ol start="3"><li>a</li></ol>', (Bullets(((paragraph("a"),),), ordered=True, start=3),)),
        (
            "<ul><li>a<ul><li>b</li></ul></li></ul>",
            (Bullets(((paragraph("a"), Bullets(((paragraph("b"),),))),)),),
        ),
        (
            "<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd>d</dd></dl>",
            (Definitions((((Words("a"), Words(", "), Words("b")), (paragraph("c"), paragraph("d"))),)),),
        ),
        (
            '<div class="table" aria-label="Table: T"><table><thead><tr><th>a</th></tr></thead>'
            '<tbody><tr><td class="align-right">b</td></tr></tbody></table></div>',
            (Table("T", (line("a"),), ((line("b"),),)),),
        ),
        (
            '<aside class="law"><p class="block-title">The law <span class="law-date">checked today</span></p><p>a</p></aside>',
            (Box("law", "The law", (paragraph("a"),), "checked today"),),
        ),
        (
            '<details class="details"><summary>a</summary><p>b</p></details>',
            (Box("details", "a", (paragraph("b"),)),),
        ),
        ("<blockquote><p>a</p></blockquote>", (Box("plain", "", (paragraph("a"),)),)),
        ('<p><img alt="a heron" src="/static/h.png"></p>', (Paragraph((Words("a heron", emphasis=True),)),)),
        ("<p>a</p><hr><p>b</p>", (paragraph("a"), paragraph("b"))),
        ("<pre><code>a\n b</code></pre>", (paragraph("a\n b"),)),
    ],
)
def test_html_becomes_blocks(text: str, made: tuple[Block, ...]) -> None:
    assert blocks(text, {}, LABELS) == made


def test_a_local_detail_is_strong_line_by_line_and_its_number_is_not_torn_apart() -> None:
    read = blocks("<p>⟦local:front-door⟧</p>", {"front-door": " Heronsea \n\n01632 960101"}, LABELS)
    assert read == (Paragraph((Words("Heronsea\n01632\N{NO-BREAK SPACE}960101", strong=True),)),)


@pytest.mark.parametrize(("level", "down", "read"), [(2, 0, 2), (2, 1, 3), (3, 1, 4), (4, 1, 4), (2, 5, 4)])
def test_headings_go_down_yet_never_below_the_fourth(level: int, down: int, read: int) -> None:
    assert blocks(f"<h{level}>a</h{level}>", {}, {}, down=down) == (Heading(read, line("a")),)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<video>a</video>", "<video>"),
        ('<p class="lead">a</p>', '<p class="lead">'),
        ('<div class="heron">a</div>', '<div class="heron">'),
        ("<div>a</div>", "<div>"),
        ('<p><span class="heron">a</span></p>', '<span class="heron">'),
        ("<p><u>a</u></p>", "<u>"),
        ("<ul><p>a</p></ul>", "<p>"),
        ("<dl><li>a</li></dl>", "<li>"),
        ('<table><tr><th class="heron">a</th></tr></table>', '<th class="heron">'),
        ("<p><strong><ul><li>a</li></ul></strong></p>", "<ul>"),
    ],
)
def test_what_has_no_meaning_is_refused_by_its_name(text: str, named: str) -> None:
    with pytest.raises(ValueError, match="no block is made of") as fault:
        blocks(text, {}, {})
    assert named in str(fault.value)


def test_everything_that_the_sanitiser_lets_through_has_a_meaning() -> None:
    tags = {tag for tag, _ in tree_reading.MAKERS} | set(tree_reading.INLINE) | PARTS
    assert tags >= TAGS
    kinds = {kind for _, kind in tree_reading.MAKERS}
    kinds |= {kind for some in tree_reading.INLINE.values() for kind in some} | {*tree_reading.ALIGNED, "block-title"}
    assert kinds >= CLASSES


PIECES = st.tuples(st.sampled_from(["{}", "<strong>{}</strong>", "<em>{}</em>"]), st.text("ab \n", max_size=6))


@given(st.lists(PIECES, max_size=8))
def test_blanks_are_single_wherever_the_words_are_divided(pieces: list[tuple[str, str]]) -> None:
    text = "".join(frame.format(words) for frame, words in pieces)
    read = blocks(f"<p>{text}</p>", {}, {})
    wanted = " ".join("".join(words for _, words in pieces).split())
    assert [plain(each.line) for each in read if isinstance(each, Paragraph)] == ([wanted] if wanted else [])
