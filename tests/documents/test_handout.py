"""Many pages made to stand in one document: headings lower, ids apart, links within, everything open."""

import datetime as dt

import pytest

from course.catalogue.model import Catalogue
from course.documents.handout import Handout, handout
from tests.shipped import shipped

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped()


@pytest.fixture(scope="module")
def whole(catalogue: Catalogue) -> Handout:
    return handout(catalogue, catalogue.modules, TODAY)


@pytest.mark.parametrize(
    ("written", "on_paper"),
    [
        ('<h2 id="who">Who</h2>', '<h4 id="page-x-who">Who</h4>'),
        ("<h3>A</h3><h4>B</h4><h6>C</h6>", "<h5>A</h5><h6>B</h6><h6>C</h6>"),
        ("<hr><p>h2</p>", "<hr><p>h2</p>"),
        (
            '<details class="details"><summary>S</summary></details>',
            '<details open class="details"><summary>S</summary></details>',
        ),
        ('<details class="details" open>', '<details class="details" open>'),
        ('<section aria-label="Remember">', '<section aria-label="Remember: A &amp; B">'),
        ('<section aria-labelledby="t"><p id="t">', '<section aria-labelledby="page-x-t"><p id="page-x-t">'),
        ('<a class="term" href="#term-capacity">', '<a class="term" href="#term-capacity">'),
        ('<a href="#who">', '<a href="#page-x-who">'),
        ('<a href="/modules/golden-rules/record">', '<a href="#page-record">'),
        ('<a href="/modules/golden-rules/record#why">', '<a href="#page-record-why">'),
        ('<a href="/modules/golden-rules/">', '<a href="#module-golden-rules">'),
        ('<a href="/flowchart">', '<a href="#page-key-questions">'),
        ('<a href="/flowchart/consent">', '<a href="#question-consent">'),
        ('<a href="/reference/myths#x">', '<a href="/reference/myths#x">'),
        ('<a href="https://www.gov.uk/">', '<a href="https://www.gov.uk/">'),
        ('<use href="#sign-record"></use>', '<use href="#sign-record"></use>'),
        ('<span class="local" data-slot="front-door">', '<span class="local" data-slot="front-door">'),
    ],
)
def test_html_of_a_page_is_made_to_fit(written: str, on_paper: str, whole: Handout) -> None:
    assert whole.fit(written, "page-x", "A & B") == on_paper


def test_a_page_of_another_module_stays_a_link_to_the_site(catalogue: Catalogue) -> None:
    first = handout(catalogue, catalogue.modules[:1], TODAY)
    link = '<a href="/modules/golden-rules/record">'
    assert first.fit(link, "page-x", "X") == link


def test_a_module_brings_its_own_cases_words_and_answers_and_no_others(catalogue: Catalogue) -> None:
    made = [handout(catalogue, (module,), TODAY) for module in catalogue.modules]
    assert [len(each.cases) for each in made] == [0, 0, 0, 0, len(catalogue.cases)]
    assert sorted(key.quiz.id for each in made for key in each.keys) == sorted(catalogue.quizzes)
    for each in made:
        used = {term for page in each.modules[0].pages for term in page.terms}
        assert {term.id for term in each.terms} == used


def test_words_stand_in_the_order_of_the_alphabet(whole: Handout) -> None:
    shown = [term.term.casefold() for term in whole.terms]
    assert shown == sorted(shown)
    assert len(shown) > 5


def test_only_all_modules_together_are_the_whole_course(catalogue: Catalogue, whole: Handout) -> None:
    assert whole.whole
    assert whole.title == catalogue.course.title
    part = handout(catalogue, catalogue.modules[1:2], TODAY)
    assert not part.whole
    assert part.title == f"Module 2: {catalogue.modules[1].title}"
