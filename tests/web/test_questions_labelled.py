"""`/reports/questions` on a narrow screen, where a row of the table becomes a block: each figure stands with its name."""

from __future__ import annotations

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from tests.web.answered_questions import Office
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader


@pytest.fixture
def office(app: Flask, course: Catalogue) -> Office:
    return Office(app, course)


@pytest.fixture
def page(reader: Reader, office: Office) -> Page:
    reader.open("/sign-in")
    assert reader.press("sign-in", email=office.lead, password=PASSWORD).status == 303
    return reader.open("/reports/questions")


def test_each_figure_of_a_statement_has_its_name(page: Page, office: Office) -> None:
    assert page.tree is not None
    (row,) = page.tree.xpath(f"//tr[@data-statement='{office.quiz.statements[0].id}']")
    assert row.xpath("./td/@data-label") == ["Right", "Tells apart"]
    heads = [each.text_content() for each in row.xpath("ancestor::table/thead//th")]
    assert heads[1:] == row.xpath("./td/@data-label")


def test_each_rule_stands_with_its_sign_and_the_pages_with_their_name(page: Page, office: Office) -> None:
    assert page.tree is not None
    rule = office.quiz.statements[0].rule
    (row,) = page.tree.xpath(f"//tr[@data-rule='{rule}']")
    assert row.xpath("./th//svg[@class='sign']/use/@href") == [f"#sign-{rule}"]
    assert page.tree.xpath(f"//symbol[@id='sign-{rule}']")
    assert row.xpath("./td[@data-label='Read again']//a")
