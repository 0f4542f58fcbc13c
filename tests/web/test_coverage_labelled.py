"""On a phone each figure of the coverage table stands under its own name, which the stylesheet holds; of the list of people
it leaves out what stands on the page of the person, and never the status."""

import re

from flask import Flask

from course import ROOT
from tests.web.leading import move_in

HIDDEN = re.compile(r"\.report-table--people tr > :is\(:nth-last-child\(-n\+(\d)\), :nth-last-child\((\d)\)\),")
LABEL = re.compile(r'\.coverage td:nth-of-type\((\d+)\)::before \{ content: "([^"]+)"; \}')


def test_the_names_in_the_stylesheet_are_the_heads_of_the_columns_in_their_order(app: Flask) -> None:
    page = move_in(app).lead().open("/reports")
    assert page.tree is not None
    heads = [
        "".join(each.itertext()).replace("\xad", "")
        for each in page.tree.xpath("//table[contains(@class,'coverage')]//thead//th")
    ]
    labels = LABEL.findall((ROOT / "static/css/79-report-phone.css").read_text(encoding="utf-8"))
    assert [words for _, words in labels] == heads[1:]
    assert [int(number) for number, _ in labels] == list(range(1, len(heads)))


def test_of_the_list_of_people_the_stylesheet_hides_these_columns_on_a_phone(app: Flask) -> None:
    office = move_in(app)
    css = (ROOT / "static/css/79-report-phone.css").read_text(encoding="utf-8")
    (found,) = HIDDEN.findall(css)
    for reader in (office.lead(), office.partnership_lead()):
        page = reader.open("/reports/people")
        assert page.tree is not None
        heads = [each.text_content() for each in page.tree.xpath("//table[contains(@class,'people')]//thead//th")]
        hidden = [*heads[-int(found[0]) :], heads[-int(found[1])]]
        assert hidden == ["Edition", "Kind", "Earlier rules only", "Outside training", "Job role"]
