"""Terms are marked where they are first used, and no word is changed by it."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.glossary import Marker
from course.catalogue.schemas import TermForm


def term(name: str, *forms: str) -> TermForm:
    return TermForm(id=name, term=name, forms=list(forms), meaning="…")


TERMS = [
    term("consent", "consent", "consents"),
    term("informed", "informed consent"),
    term("dsl", "DSL"),
    term("lead", "lead’s duty"),
    term("article", "Article 8"),
]
LINK = '<a class="term" href="#term-{0}" id="word-{0}">{1}</a>'


def mark(text: str) -> tuple[str, list[str]]:
    root = fromstring(f"<div>{text}</div>")
    used: list[str] = []
    Marker(TERMS).mark(root, used)
    return tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>"), used


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask for consent; consent is free.", f"Ask for {LINK.format('consent', 'consent')}; consent is free."),
        ("Consent first.", f"{LINK.format('consent', 'Consent')} first."),
        ("Their informed consent.", f"Their {LINK.format('informed', 'informed consent')}."),
        ("informed\n consent", LINK.format("informed", "informed\n consent")),
        ("The DSL knows.", f"The {LINK.format('dsl', 'DSL')} knows."),
        ("The dsl knows.", "The dsl knows."),
        ("The lead's duty.", f"The {LINK.format('lead', 'lead' + chr(39) + 's duty')}."),
        ("The lead’s duty.", f"The {LINK.format('lead', 'lead’s duty')}."),
        ("Non-consent and consenting.", "Non-consent and consenting."),
        ("Article 80", "Article 80"),
        ("article 8", LINK.format("article", "article 8")),
        (
            "<a>consent</a> <h2>consent</h2> <code>consent</code>",
            "<a>consent</a> <h2>consent</h2> <code>consent</code>",
        ),
        ("<h2>consent</h2>consent", f"<h2>consent</h2>{LINK.format('consent', 'consent')}"),
        ('<aside class="law"><p>consent</p></aside>', '<aside class="law"><p>consent</p></aside>'),
        ('<p class="source">consent</p>', '<p class="source">consent</p>'),
        ("<p>a <em>b consent c</em> d</p>", f"<p>a <em>b {LINK.format('consent', 'consent')} c</em> d</p>"),
    ],
)
def test_a_term_is_marked_at_its_first_use(text: str, expected: str) -> None:
    assert mark(text)[0] == expected


def test_terms_are_listed_in_the_order_of_the_text() -> None:
    assert mark("<p>Article 8</p><p>the DSL, consent, the DSL</p>")[1] == ["article", "dsl", "consent"]


def test_a_glossary_without_forms_marks_nothing() -> None:
    root, used = fromstring("<p>adequate</p>"), list[str]()
    Marker([term("adequate")]).mark(root, used)
    assert (tostring(root, encoding="unicode"), used) == ("<p>adequate</p>", [])


WORDS = st.lists(
    st.sampled_from(["consent", "informed", "Consents", "DSL", "dsl", "Article", "8", "lead’s", "duty", "a"])
)
TAGS = st.sampled_from(["p", "em", "a", "h2", "ul", "li"])


@st.composite
def trees(draw: st.DrawFn) -> Element:
    """A tree of words, some of them terms, in tags where terms are marked and where they are not."""
    root = Element("div")
    places = [root]
    for _ in range(draw(st.integers(0, 8))):
        child = SubElement(draw(st.sampled_from(places)), draw(TAGS))
        child.text, child.tail = " ".join(draw(WORDS)), " ".join(draw(WORDS))
        places.append(child)
    return root


@given(trees())
def test_marking_never_changes_the_words(root: Element) -> None:
    before = "".join(root.itertext())
    used: list[str] = []
    Marker(TERMS).mark(root, used)
    assert "".join(root.itertext()) == before
    assert len(used) == len(set(used))
    marked = [link.get("href") for link in root.iter("a") if link.get("class") == "term"]
    assert sorted(marked) == sorted(f"#term-{name}" for name in used)
