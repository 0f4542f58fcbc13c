"""/manage leads each to what they look after."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.leading import move_in
from tests.web.learning import signed_in
from tests.web.reader import Reader


@pytest.mark.parametrize(
    ("role", "place"),
    [("administrator", "/manage/people"), ("auditor", "/manage/audit"), ("organisation-lead", "/manage/letters")],
)
def test_each_role_has_its_page(role: str, place: str, app: Flask) -> None:
    office = move_in(app)
    browser = office.browser(role, "organisation", office.here.nursery)
    page = browser.open("/manage")
    assert (page.status, page.place) == (303, place)
    assert browser.follow(page).status == 200


def test_who_looks_after_nothing_is_told_so_and_a_guest_signs_in(app: Flask, ada: int, reader: Reader) -> None:
    assert signed_in(app).open("/manage").status == 403
    assert (reader.open("/manage").place or "").startswith("/sign-in")
