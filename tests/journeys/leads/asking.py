"""What people do on the pages of the reports: sign in by a button, filter, read figures, take files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from tests.journeys.visitor import AtKeyboard, Visitor

STATUSES = ("in-date", "due-soon", "overdue", "expired", "in-progress", "not-started", "exempt", "left")
NOTE = 2  # cells of a line above the table, such as: Organisation, all


def signed_in(visitor: Visitor, who: str) -> Visitor:
    """Press the button of somebody of the demonstration: `lead`, `teamlead`, `admin`, `auditor`, `learner`."""
    visitor.open("/sign-in")
    form = visitor.page.locator(f"form[data-form='demo']:has(input[value='{who}@demo.example'])")
    visitor.press(form.get_by_role("button"))
    visitor.at("/")
    return visitor


def pick(visitor: Visitor, target: Locator, label: str) -> None:
    """Choose an entry of a list; with the keyboard by typing what it is called."""
    if isinstance(visitor, AtKeyboard):
        visitor.reach(target)
        visitor.page.keyboard.type(label)
        expect(target.locator("option:checked")).to_have_text(label)
    else:
        target.select_option(label=label)


def ask(visitor: Visitor, **filters: str) -> None:
    """Fill in the filters of the open report and press Show. What is folded away is opened first."""
    summary = visitor.page.locator("main details:has(form[data-form='filters']) > summary")
    if summary.count() and not visitor.field("filters", next(iter(filters))).is_visible():
        visitor.press(summary)
    for name, value in filters.items():
        field = visitor.field("filters", name)
        if field.evaluate("each => each.tagName") == "SELECT":
            pick(visitor, field, value)
        else:
            visitor.fill(field, value)
    visitor.press(visitor.page.locator("main").get_by_role("button", name="Show"))
    visitor.page.wait_for_url(lambda url: "?" in url)


def figure(visitor: Visitor, name: str, *, line: str = "") -> int:
    """A number of the open page; of one line of the table when that is named."""
    within = visitor.page.locator(f"tr[data-line='{line}']") if line else visitor.page.locator("main")
    return number(within.locator(f"[data-figure='{name}']").first.inner_text())


def number(text: str) -> int:
    """The number that a text begins with."""
    return int(text.split()[0].replace(",", ""))


def names(visitor: Visitor) -> list[str]:
    """The people of the open list, in its order."""
    return visitor.page.locator("main tbody th").all_inner_texts()


def taken(visitor: Visitor, link: Locator) -> Path:
    """Follow a link that brings a file."""
    with visitor.page.expect_download() as coming:
        visitor.press(link)
    return Path(coming.value.path())


def lines_of(file: Path, kind: str) -> list[list[str]]:
    """What is written in a file of the reports, line by line."""
    if kind == "csv":
        return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    with file.open("rb") as opened:
        sheet = load_workbook(opened, read_only=True).worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def rows_of(file: Path, kind: str, head: str) -> Iterator[dict[str, str]]:
    """The rows of the table in a file, by the words above its columns; `head` stands above the first."""
    lines = iter(lines_of(file, kind))
    columns = next(line for line in lines if line[:1] == [head] and sum(map(bool, line)) > NOTE)
    yield from (dict(zip(columns, line, strict=False)) for line in lines if any(line))
