"""On a phone a table of a few columns becomes cards: each value stands by the name of its column, which its cell carries."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.leading import Office, move_in
from tests.web.reader import Page


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def labelled(page: Page) -> int:
    """How many cards there are; every cell of each must carry what its column is called, as it stands in the head."""
    assert page.status == 200 and page.tree is not None
    rows = page.tree.xpath("//table[contains(@class, 'table-cards')]/tbody/tr")
    for row in rows:
        heads = [each.text_content() for each in row.xpath("ancestor::table/thead//th")]
        cells = row.xpath("./th | ./td")
        assert [each.get("data-label", heads[0]) for each in cells] == heads
        assert all("data-label" in each.attrib for each in row.xpath("./td"))
    return len(rows)


def test_what_is_kept(office: Office) -> None:
    assert labelled(office.lead().open("/privacy")) > 20


def test_completions_on_the_record_of_a_person(office: Office) -> None:
    assert labelled(office.lead().open(f"/reports/people/{office.people['Ann In-Date']}")) == 1


def test_organisations_on_the_page_of_a_person(office: Office) -> None:
    admin = office.browser("administrator", "partnership", None)
    assert labelled(admin.open(f"/manage/people/{office.people['Ann In-Date']}")) == 1
