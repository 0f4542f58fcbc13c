"""A module or the whole course on paper: everything is there, nothing is given away, nothing is for trainers."""

import datetime as dt
import html as entities
import re
from collections.abc import Iterator

import pytest
from lxml import html

from course import clock
from course.catalogue.markdown import fill
from course.catalogue.model import Catalogue, Module
from course.catalogue.shelf import Shelf
from tests.web.reader import Page, Reader

WHOLE = "/print"
MODULES = ("why-sharing-matters", "golden-rules", "deciding", "organisations", "case-studies")
DOCUMENTS = (WHOLE, *(f"/modules/{module}/print" for module in MODULES))
PHRASE = 8  # words in a row: so many of a trainer's note must not stand in what a learner prints


@pytest.fixture
def catalogue(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest, reader: Reader) -> Page:
    page = reader.open(request.param)
    assert page.status == 200
    return page


@pytest.fixture
def modules(document: Page, catalogue: Catalogue) -> tuple[Module, ...]:
    """The modules that the document holds."""
    return tuple(module for module in catalogue.modules if document.path == WHOLE or f"/{module.id}/" in document.path)


def tree(page: Page) -> html.HtmlElement:
    assert page.tree is not None
    return page.tree


def squeezed(text: str) -> str:
    """The letters alone, so that it does not matter where lines and elements end."""
    return "".join(text.split())


def said(fragment: str) -> str:
    """What a piece of HTML says, local details filled as on this site."""
    return squeezed("".join(html.fragment_fromstring(fill(fragment, {}), create_parent=True).itertext()))


def section(page: Page, anchor: str) -> str:
    """The words of the section that begins with the heading of that id."""
    (found,) = tree(page).xpath(f"//section[@aria-labelledby='{anchor}']")
    return squeezed("".join(found.itertext()))


def before_answers(page: Page) -> str:
    """Everything as it is sent up to the section of answers."""
    return page.text.partition('<section class="sheet handout-answers"')[0]


def test_the_modules_of_this_test_are_those_of_the_course(catalogue: Catalogue) -> None:
    assert tuple(module.id for module in catalogue.modules) == MODULES


def test_every_page_is_there_with_every_word(document: Page, modules: tuple[Module, ...]) -> None:
    for module in modules:
        assert squeezed(module.title) in section(document, f"module-{module.id}")
        for page in module.pages:
            words = section(document, f"page-{page.id}")
            assert squeezed(page.title) in words
            assert said(page.before) in words
            assert said(page.after) in words


def test_every_statement_stands_once_before_the_answers_with_two_empty_boxes(
    document: Page, modules: tuple[Module, ...], catalogue: Catalogue
) -> None:
    blanks = tree(document).xpath("//div[@class='blank']")
    wanted = [
        (statement.text, quiz.labels)
        for module in modules
        for quiz in (catalogue.quizzes[each] for each in module.quizzes)
        for statement in quiz.statements
    ]
    assert len(blanks) == len(wanted)
    for blank, (text, labels) in zip(blanks, wanted, strict=True):
        first, boxes = blank.xpath("./p")
        assert squeezed(text) in squeezed(first.text_content())
        assert boxes.text_content().split() == list(labels)
        assert len(boxes.xpath(".//span[@class='tick-box' and not(node())]")) == 2


def test_no_answer_stands_before_the_section_of_answers(
    document: Page, modules: tuple[Module, ...], catalogue: Catalogue
) -> None:
    early = squeezed(entities.unescape(before_answers(document)))
    for module in modules:
        for quiz in module.quizzes:
            for statement in catalogue.quizzes[quiz].statements:
                assert squeezed(statement.because) not in early
    assert "handout-answers" not in before_answers(document)


def test_every_answer_stands_at_the_end_with_its_reason_and_rule(
    document: Page, modules: tuple[Module, ...], catalogue: Catalogue
) -> None:
    lines = [
        squeezed(line.text_content()) for line in tree(document).xpath("//section[@aria-labelledby='answers']//li")
    ]
    wanted = []
    for module in modules:
        for quiz in (catalogue.quizzes[each] for each in module.quizzes):
            for each in quiz.statements:
                label = quiz.labels[0] if each.answer else quiz.labels[1]
                wanted.append(squeezed(f"{label}. {each.text} {each.because} ({catalogue.rules[each.rule].name})"))
    assert lines == wanted
    assert tree(document).xpath("//main/section[last()]/@aria-labelledby") == ["answers"]


def phrases(text: str) -> Iterator[str]:
    words = re.findall(
        r"[\w’'-]+", " ".join(html.fragment_fromstring(text or " ", create_parent=True).itertext()).lower()
    )
    yield from (" ".join(words[start : start + PHRASE]) for start in range(len(words) - PHRASE + 1))


def shown_to_learners(catalogue: Catalogue) -> set[str]:
    """Phrases that learners read anyway, which a trainer's note may repeat."""
    parts = [page.before + " " + page.after for module in catalogue.modules for page in module.pages]
    parts += [question.detail + question.not_sure for question in catalogue.flowchart.questions]
    for case in catalogue.cases.values():
        parts += [case.scenario, case.model_decision, *case.record, *case.team_questions]
        parts += [each.ask + " " + each.reveals for each in case.decisions]
        parts += [option.text + " " + option.consequence for each in case.decisions for option in each.options]
    parts += [f"{each.text} {each.because}" for quiz in catalogue.quizzes.values() for each in quiz.statements]
    return {phrase for part in parts for phrase in phrases(part)}


def test_nothing_that_is_meant_for_trainers_is_there(reader: Reader, catalogue: Catalogue) -> None:
    printed = set(phrases(str(html.tostring(tree(reader.open(WHOLE)).xpath("//main")[0], encoding="unicode"))))
    notes = [page.facilitator for module in catalogue.modules for page in module.pages]
    notes += [case.facilitator for case in catalogue.cases.values()]
    notes += [each.since_2016 or "" for quiz in catalogue.quizzes.values() for each in quiz.statements]
    secret = {phrase for note in notes for phrase in phrases(note)} - shown_to_learners(catalogue)
    assert len(secret) > 500
    assert secret & printed == set()


def test_cases_are_whole(reader: Reader, catalogue: Catalogue) -> None:
    page = reader.open("/modules/case-studies/print")
    for case in catalogue.cases.values():
        words = section(page, f"page-{case.id}")
        for part in (case.scenario, case.model_decision, *(each.reveals for each in case.decisions)):
            assert said(part) in words
        for each in case.decisions:
            assert squeezed(each.ask) in words
            assert all(squeezed(option.text) in words and said(option.consequence) in words for option in each.options)
        assert all(
            squeezed(line) in words for line in (*case.record, *case.team_questions, case.content_note, case.your_role)
        )


def test_the_flowchart_is_there_as_a_list_and_with_all_that_its_boxes_open(
    reader: Reader, catalogue: Catalogue
) -> None:
    page, chart = reader.open("/modules/deciding/print"), catalogue.flowchart
    short, full = section(page, "page-key-questions"), section(page, "questions")
    for question in chart.questions:
        assert squeezed(question.ask) in short
        assert all(squeezed(branch.because) in short for branch in question.branches)
        assert said(question.detail) in full
        assert said(question.not_sure) in full
    assert all(said(end.text) in full for end in chart.ends)
    assert said(chart.banner_text) in short


def test_everything_that_opens_is_open(document: Page) -> None:
    details = tree(document).xpath("//main//details")
    assert details
    assert [each.get("open") for each in details] == [""] * len(details)


def test_headings_go_down_one_level_at_a_time(document: Page) -> None:
    headings = [each.tag for each in tree(document).xpath("//main//*") if re.fullmatch("h[1-6]", str(each.tag))]
    levels = [int(tag[1]) for tag in headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_link_within_the_document_leads_somewhere(document: Page) -> None:
    known = set(tree(document).xpath("//@id"))
    inner = {link[1:] for link in tree(document).xpath("//main//@href") if link.startswith("#")}
    assert len(inner) > 10
    assert inner - known == set()
    named = " ".join(tree(document).xpath("//@aria-labelledby")).split()
    assert set(named) <= known


def test_the_contents_list_names_every_page_in_order(document: Page, modules: tuple[Module, ...]) -> None:
    links = [link.text_content() for link in tree(document).xpath("//nav[@aria-labelledby='contents']//a")]
    wanted = []
    for module in modules:
        wanted += [f"{module.number} {module.title}", *(page.title for page in module.pages)]
    assert links == [*wanted, "Words used here", "Answers"]


def test_edition_dates_sources_and_words_are_there(reader: Reader, catalogue: Catalogue) -> None:
    clock.set_now(dt.datetime(2027, 1, 3, 23, 30, tzinfo=dt.UTC))
    page = reader.open("/modules/golden-rules/print")
    module = catalogue.modules[1]
    assert "Made on 3 January 2027" in page.words
    assert f"Edition {catalogue.course.edition}" in page.words
    law = module.law_as_at
    assert f"Law checked on {law.day} {law:%B %Y}" in page.words
    assert all(source.title in page.words for source in module.sources)
    for term in {term for each in module.pages for term in each.terms}:
        assert catalogue.terms[term].meaning in page.words


def test_regions_of_one_document_differ_in_name(document: Page) -> None:
    labels = tree(document).xpath("//main//*[self::section or self::aside or @role='region']/@aria-label")
    assert len(labels) > 3
    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("path", ["/modules/no-such-module/print", "/modules/Golden/print"])
def test_a_module_that_is_not_there_is_not_found(path: str, reader: Reader) -> None:
    assert reader.open(path).status == 404
