"""On a phone each figure of the coverage table stands under its own name, which the stylesheet holds."""

import re

from flask import Flask

from course import ROOT
from tests.web.leading import move_in

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
