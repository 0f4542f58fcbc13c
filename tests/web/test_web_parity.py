"""The pages of the site agree with the files of the course word for word, as everything on paper does (tests/documents)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from course.catalogue.model import Catalogue
from tests.documents.parity import faults
from tests.documents.parity_spoilt import SPOILT
from tests.web.reader import Page, Reader


def said(page: Page) -> str:
    """The words of a page; those of two elements stand apart."""
    assert page.status == 200 and page.tree is not None
    return " ".join(page.tree.xpath("//main//text() | //footer//text()"))


def whole_course(reader: Reader, _course: Catalogue) -> Iterator[str]:
    """Every page of every module, with blank quizzes and the decisions of the cases."""
    yield said(reader.open("/print"))


def answers_shown(reader: Reader, course: Catalogue) -> Iterator[str]:
    """What stands behind "Show answers" of each quiz."""
    for quiz in course.quizzes.values():
        module = course.quiz_module(quiz.id)
        assert module is not None
        reader.open(f"/modules/{module.id}/{quiz.id}")
        yield said(reader.press("show-answers"))


def whole_cases(reader: Reader, course: Catalogue) -> Iterator[str]:
    for case in course.cases:
        yield said(reader.open(f"/cases/{case}/whole"))


def glossary(reader: Reader, _course: Catalogue) -> Iterator[str]:
    yield said(reader.open("/glossary"))


Read = Callable[[Reader, Catalogue], Iterator[str]]
PAGES: tuple[tuple[Read, tuple[str, ...]], ...] = (
    (whole_course, ("statements", "blanks", "key-points", "choices", "edition")),
    (answers_shown, ("statements", "answers", "because")),
    (whole_cases, ("cases-at-once",)),
    (glossary, ("terms",)),
)


@pytest.mark.parametrize(("read", "belongs"), PAGES, ids=lambda each: getattr(each, "__name__", ""))
def test_what_belongs_on_the_pages_stands_on_them_and_what_is_missing_would_be_told(
    read: Read, belongs: tuple[str, ...], reader: Reader, course: Catalogue
) -> None:
    words = "\n".join(read(reader, course))
    assert faults(words, belongs) == []
    for kind in belongs:
        for spoil in SPOILT[kind]:
            assert faults(spoil(words, read.__name__), (kind,)), (kind, spoil.__name__)
