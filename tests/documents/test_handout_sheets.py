"""The course on paper for everybody: every page and every statement, and nothing that answers one."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator

import pytest
from lxml import html as lxml_html
from pypdf import PdfReader

from course.documents.handout_sheets import handout_pdf, handout_sheets
from course.documents.packs import Wish
from course.documents.tree import Blank, Block, Box, Field, Heading, Paragraph, Statement
from tests.documents.every_block import COURSE, said, squeezed
from tests.documents.paper_looked_at import faults

WISH = Wish(made_on=dt.date(2026, 11, 22), local={"front-door": "Heronsea Front Door\n01632 960101"})
MODULES = {"course": COURSE.modules} | {module.id: (module,) for module in COURSE.modules}


@pytest.fixture(scope="module")
def made() -> bytes:
    return handout_pdf(COURSE, COURSE.modules, WISH)


@pytest.fixture(scope="module")
def whole(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


@pytest.fixture(scope="module")
def pages(whole: PdfReader) -> list[str]:
    """The words of each page: to read them takes longer than to make the document."""
    return [page.extract_text() for page in whole.pages]


def words(name: str) -> str:
    """Everything that a handout says, as letters."""
    return squeezed(
        " ".join(each for sheet in handout_sheets(COURSE, MODULES[name], WISH) for each in said(sheet.blocks))
    )


def bare(text: str) -> str:
    """The letters of HTML without local details."""
    return squeezed(re.sub("⟦[^⟧]*⟧", "", str(lxml_html.fragment_fromstring(f"<div>{text}</div>").text_content())))


@pytest.mark.parametrize("name", MODULES)
def test_it_says_every_page_and_every_statement_of_its_modules(name: str) -> None:
    told = words(name)
    for module in MODULES[name]:
        assert all(squeezed(outcome) in told for outcome in module.outcomes)
        for page in module.pages:
            assert squeezed(f"{module.number}.{page.number} {page.title}") in told
            assert all(squeezed(point) in told for point in page.key_points)
            quiz = COURSE.quizzes.get(page.quiz or "")
            assert all(squeezed(statement.text) in told for statement in (quiz.statements if quiz else ()))
            case = COURSE.cases.get(page.case or "")
            for decision in case.decisions if case else ():
                assert all(squeezed(text) in told for text in (decision.ask, *(each.text for each in decision.options)))


def secrets() -> list[str]:
    """What answers a statement or a decision, and what is the trainer's."""
    found = [statement.because for quiz in COURSE.quizzes.values() for statement in quiz.statements]
    found += [
        statement.since_2016
        for quiz in COURSE.quizzes.values()
        for statement in quiz.statements
        if statement.since_2016
    ]
    for case in COURSE.cases.values():
        found += [option.consequence for decision in case.decisions for option in decision.options]
        found += [case.model_decision, case.facilitator]
    found += [page.facilitator for module in COURSE.modules for page in module.pages if page.facilitator]
    return [bare(each) for each in found]


@pytest.mark.parametrize("name", MODULES)
def test_it_answers_nothing_and_holds_no_notes_for_trainers(name: str) -> None:
    told = words(name)
    assert [secret for secret in secrets() if secret in told] == []
    blank = [
        each
        for sheet in handout_sheets(COURSE, MODULES[name], WISH)
        for each in sheet.blocks
        if isinstance(each, Statement)
    ]
    assert all(each.answer is None and not each.because and not each.page for each in blank)


def plain_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Paragraphs and labels without a line to write on: on paper its name is left out where it stands before it already."""
    for block in blocks:
        if isinstance(block, Box):
            yield from plain_lines(block.blocks)
        elif not (isinstance(block, Paragraph) and any(isinstance(each, Blank) for each in block.line)):
            yield from said((block,)) if isinstance(block, Paragraph | Heading | Statement | Field) else ()


def test_everything_of_it_is_on_paper(pages: list[str]) -> None:
    bodies = [page[: page.index(f"{COURSE.course.title} · Edition")] for page in pages]
    told = squeezed(" ".join(bodies))
    lines = [each for sheet in handout_sheets(COURSE, COURSE.modules, WISH) for each in plain_lines(sheet.blocks)]
    assert len(lines) > 600
    assert [each for each in lines if squeezed(each) not in told] == []


def test_its_contents_name_the_page_on_which_each_part_stands(pages: list[str]) -> None:
    contents = pages[1]
    for module in COURSE.modules:
        for page in module.pages:
            name = f"{module.number}.{page.number} {page.title}"
            found = re.search(rf"{re.escape(name)}[ .]*([0-9]+)", contents)
            assert found, name
            assert squeezed(name) in squeezed(pages[int(found[1]) - 1])


def test_its_pages_are_counted_through(pages: list[str]) -> None:
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))


def test_local_details_of_the_wish_are_filled_in() -> None:
    assert squeezed("Heronsea Front Door 01632 960101") in words("why-sharing-matters")
    assert "Heronsea" not in squeezed(" ".join(
        each for sheet in handout_sheets(COURSE, COURSE.modules, Wish(WISH.made_on)) for each in said(sheet.blocks)
    ))  # fmt: skip


@pytest.mark.slow
def test_every_page_pleases_the_eye(made: bytes) -> None:
    """Each module begins on a page of its own, so alone it looks as it does here; one of them is looked at."""
    for pdf in (made, handout_pdf(COURSE, MODULES["organisations"], WISH)):
        assert faults(pdf, margin=17, heading=14) == []
