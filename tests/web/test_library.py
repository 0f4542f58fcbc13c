"""The library: every reference page has a group, an owner, dates and sources, and says what is still being checked."""

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from course.web.public.holdings import GROUPS, groups, open_point
from tests.web.reader import Reader


@pytest.fixture
def course(app: Flask) -> Catalogue:
    held: Catalogue = app.extensions["shelf"].catalogue
    return held


def test_every_reference_page_stands_in_one_group(reader: Reader, course: Catalogue) -> None:
    page = reader.open("/reference/")
    assert page.tree is not None
    shown = [str(each) for each in page.tree.xpath("//ul[@class='books']//a/@href")]
    assert sorted(each for each in shown if each.startswith("/reference/")) == sorted(
        f"/reference/{name}" for name in course.references
    )
    assert page.tree.xpath("//main//h2/@id") == list(GROUPS)


def test_no_group_is_empty_and_the_forms_are_in_theirs(course: Catalogue) -> None:
    held = {group.id: [book.address for book in group.books] for group in groups(course)}
    assert all(held.values())
    assert {f"/forms/{name}" for name in course.forms} <= set(held["forms"])


def test_every_reference_page_says_when_it_was_checked_by_whom_it_is_kept_and_when_it_is_looked_at_again(
    reader: Reader, course: Catalogue
) -> None:
    for name, reference in course.references.items():
        page = reader.open(f"/reference/{name}")
        assert "Law checked on 22 November 2026" in page.words
        assert page.tree is not None
        facts = [each.text_content().strip() for each in page.tree.xpath("//dl[@class='facts']//dd")]
        assert facts == [f"{reference.owner}; not yet checked locally", "22 May 2027"]
        assert reference.sources


def test_what_is_being_checked_is_said_above_and_in_the_list(reader: Reader, course: Catalogue) -> None:
    doubtful = {name: open_point(each) for name, each in course.references.items() if "being-checked" in each.html}
    assert len(doubtful) >= 10
    page = reader.open("/reference/")
    assert page.text.count("In part being checked") == len(doubtful)
    for name, part in doubtful.items():
        page = reader.open(f"/reference/{name}")
        assert page.tree is not None
        assert page.tree.xpath("//p[@class='checked']/a/@href") == [f"#{part}"]
        assert page.tree.xpath(f"//*[@id='{part}']")[0].text_content().startswith("Being checked:")


def test_a_page_without_doubts_says_nothing_of_them(reader: Reader) -> None:
    assert "being checked" not in reader.open("/reference/article-8").words


def test_the_glossary_has_every_term_under_its_letter_with_what_belongs_to_it(
    reader: Reader, course: Catalogue
) -> None:
    page = reader.open("/glossary")
    assert page.tree is not None
    ids = page.tree.xpath("//dl[@class='glossary']/div/@id")
    assert sorted(ids) == sorted(course.terms)
    letters = page.tree.xpath("//nav[@class='letters']//a/@href")
    assert letters == [
        f"#letter-{letter}" for letter in sorted({term.term[0].lower() for term in course.terms.values()})
    ]
    see = page.tree.xpath("//div[@id='dsl']//a/@href")
    assert "#front-door" in see


def test_the_glossary_links_to_a_page_that_uses_the_term(reader: Reader) -> None:
    page = reader.open("/glossary")
    assert page.tree is not None
    address = page.tree.xpath("//div[@id='caldicott-guardian']//a[starts-with(@href, '/modules/')]/@href")[0]
    assert "Caldicott Guardian" in reader.open(str(address)).words


def test_other_names_that_may_be_typed_are_shown_nowhere(reader: Reader) -> None:
    assert "Sarah" not in reader.open("/glossary").text
