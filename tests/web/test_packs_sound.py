"""Every page of packs, projector, hands and logos is sound HTML that says what it is, and its links lead somewhere."""

from __future__ import annotations

import pytest

from tests.web.packing import School
from tests.web.packing import school as school
from tests.web.page_faults import faults
from tests.web.reader import Page, Reader

TRAINERS = (
    "/packs", "/packs/twenty-minutes", "/packs?group=none", "/packs/three-hours/slides", "/packs/three-hours/start-here",
    "/packs/three-hours/poster", "/packs/three-hours/register", "/packs/three-hours/case-cards", "/hands",
    "/present/golden-rules", "/present/golden-rules/5", "/present/golden-rules/12?answer=yes", "/present/deciding/5",
    "/present/deciding/5/notes", "/present/case-third-floor/4", "/present/three-hours/33",
)  # fmt: skip


def dead(reader: Reader, page: Page) -> list[str]:
    """Links and pictures of a page that lead nowhere."""
    assert page.tree is not None
    found = {
        str(each).partition("#")[0] for each in page.tree.xpath("//a/@href | //img/@src") if str(each).startswith("/")
    }
    inside = [
        each for each in sorted(found) if not each.startswith("/static/") and ".pdf" not in each and ".zip" not in each
    ]
    return [each for each in inside if reader.client.get(each).status_code >= 400]


@pytest.mark.slow
@pytest.mark.parametrize("path", TRAINERS)
def test_a_page_for_trainers(path: str, school: School) -> None:
    reader = school.trainer()
    page = reader.open(path)
    assert page.status == (422 if "none" in path else 200)
    assert faults(page.text) == []
    assert dead(reader, page) == []


def test_the_pages_of_a_show_of_hands(school: School) -> None:
    reader, phone = school.trainer(), Reader(school.app.test_client())
    reader.open("/hands")
    reader.press("hands")
    wall = reader.open("/hands/show?counts=yes&answer=yes")
    assert wall.tree is not None
    code = wall.tree.xpath("string(//*[@class='hands-code'])")
    shown = [wall, reader.press("typed-hands", trues="many"), reader.open("/hands"), phone.open(f"/hands/{code}")]
    shown += [phone.press("hand", button=("answer", "true")), phone.open("/hands/22XX")]
    assert {page.path: faults(page.text) for page in shown if faults(page.text)} == {}


def test_the_pages_of_logos(school: School) -> None:
    reader = school.browser(("administrator", "partnership", None))
    for path in ("/manage/logo", f"/manage/organisations/{school.nursery}/logo"):
        page = reader.open(path)
        assert faults(page.text) == [] and dead(reader, page) == []
