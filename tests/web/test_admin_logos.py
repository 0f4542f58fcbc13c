"""Logos: sent, looked at, taken away, by whoever looks after the organisation; what will not do is said in clear words."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from course.documents import logo_picture, logo_svg
from course.records import logos, tables
from course.records.database import reading
from course.web.admin import logos as views
from tests.web.packing import School
from tests.web.packing import school as school
from tests.web.reader import Page, Reader

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#0d4f43"/></svg>'
SCRIPT = SVG.replace(b"<rect", b"<script>1</script><rect")


def png(colour: str = "#0d4f43") -> bytes:
    whole = io.BytesIO()
    Image.new("RGB", (60, 30), colour).save(whole, "PNG")
    return whole.getvalue()


def keeper(school: School) -> Reader:
    """The administrator of the nursery."""
    return school.browser(("administrator", "organisation", school.nursery))


def send(reader: Reader, path: str, content: bytes, name: str = "logo.png") -> Page:
    """Choose a file and press the button."""
    page = reader.open(path)
    token = page.value("logo", "csrf_token") or ""
    data = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    answer = reader.client.post(path, data=data, environ_base={"REMOTE_ADDR": reader.address})
    return reader._read(answer, path)


def kept(app: Flask, organisation: int | None) -> logos.Logo | None:
    with app.app_context(), reading() as store:
        return logos.logo(store, organisation)


def noted(app: Flask) -> list[tuple[str, str]]:
    with app.app_context(), reading() as store:
        c = tables.audit.c
        found = store.execute(select(c.action, c.thing).where(c.action.like("logo%")).order_by(c.id))
        return [(row[0], row[1]) for row in found]


@pytest.mark.slow
@pytest.mark.parametrize(("content", "size"), [(png(), (60, 30)), (SVG, (1200, 600))])
def test_a_logo_is_kept_shown_with_its_words_and_taken_away(
    content: bytes, size: tuple[int, int], school: School
) -> None:
    reader, path = keeper(school), f"/manage/organisations/{school.nursery}/logo"
    assert "Add a logo" in reader.open(path).words
    done = send(reader, path, content)
    assert (done.status, done.place) == (303, f"{path}?done=kept")
    page = reader.follow(done)
    assert "The logo is saved" in page.words and page.tree is not None
    (shown,) = page.tree.xpath("//main//img")
    assert (shown.get("alt"), shown.get("width"), shown.get("height")) == ("Logo of Heronsea Nursery", *map(str, size))
    found = kept(school.app, school.nursery)
    assert found is not None
    assert base64.b64decode(shown.get("src").partition(",")[2]) == found.png
    gone = reader.press("logo-away")
    assert gone.place == f"{path}?done=gone"
    assert "The logo is taken away" in reader.follow(gone).words
    assert kept(school.app, school.nursery) is None
    assert noted(school.app) == [
        ("logo changed", f"organisation {school.nursery}"),
        ("logo taken away", f"organisation {school.nursery}"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", logo_picture.NOTHING),
        (b"\0" * (logo_picture.LARGEST_FILE + 1), logo_picture.TOO_LARGE),
        (b"GIF89a", logo_picture.NO_PICTURE),
        (SCRIPT, logo_svg.SCRIPT),
        (png("white"), logo_picture.NOTHING_SEEN),
    ],
)
def test_what_will_not_do_is_said_and_the_logo_before_stays(content: bytes, refusal: str, school: School) -> None:
    reader, path = keeper(school), f"/manage/organisations/{school.nursery}/logo"
    assert send(reader, path, png()).status == 303
    before = kept(school.app, school.nursery)
    page = send(reader, path, content)
    assert (page.status, page.errors()) == (422, [refusal])
    assert kept(school.app, school.nursery) == before


@pytest.mark.slow
def test_the_partnership_has_a_logo_of_its_own(school: School) -> None:
    reader = school.browser(("administrator", "partnership", None))
    assert send(reader, "/manage/logo", png()).place == "/manage/logo?done=kept"
    assert "Logo of Heronsea Safeguarding Partnership" in reader.open("/manage/logo").h1
    assert kept(school.app, None) is not None and kept(school.app, school.nursery) is None
    reader.open("/manage/logo")
    assert reader.press("logo-away").place == "/manage/logo?done=gone"
    assert kept(school.app, None) is None


def test_an_organisations_administrator_opens_neither_anothers_logo_nor_the_partnerships(school: School) -> None:
    reader = keeper(school)
    for path in (f"/manage/organisations/{school.clinic}/logo", "/manage/organisations/999/logo"):
        assert reader.open(path).status == 404
        assert reader.post(path).status == 404
        assert reader.post(f"{path}/take-away").status == 404
    assert reader.open("/manage/logo").status == 403
    assert reader.post("/manage/logo").status == 403
    assert reader.post("/manage/logo/take-away").status == 403


@pytest.mark.parametrize("role", ["trainer", "organisation-lead", "auditor"])
def test_no_other_role_changes_a_logo(role: str, school: School) -> None:
    reader = school.browser((role, "organisation", school.nursery))
    assert reader.open(f"/manage/organisations/{school.nursery}/logo").status == 403


def test_a_picture_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = tmp_path / "endless"
    endless.write_text("#!/bin/sh\nexec sleep 60\n")
    endless.chmod(0o700)
    monkeypatch.setattr(views, "SECONDS_AT_MOST", 0.2)
    monkeypatch.setattr(views.sys, "executable", str(endless))
    assert views.opened(png()) == views.TOO_HARD


def test_a_process_that_dies_over_a_picture_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.sys, "executable", "/bin/false")
    assert views.opened(png()) == views.TOO_HARD
