"""The course and its modules as PDF for everybody: blank quizzes, no answers, the reader's own local details."""

from __future__ import annotations

import pytest
from flask import Flask

from course import clock
from course.catalogue.model import Catalogue
from course.records import local_values
from course.records.database import writing
from course.rules.local_information import LocalValue
from tests.documents.pages_read import pages_read
from tests.web.packing import School
from tests.web.packing import school as school
from tests.web.people import add_person
from tests.web.reader import Reader
from tests.web.test_packs_items import letters

pytestmark = pytest.mark.slow


def words(reader: Reader, path: str) -> str:
    answer = reader.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert (
        answer.headers["Content-Disposition"] == f'inline; filename="{path.rpartition("/")[2]}"'
        or path == "/course.pdf"
    )
    return letters("".join(page.text for page in pages_read(answer.get_data())))


def test_the_course_as_pdf_has_every_statement_and_no_answer(school: School, course: Catalogue) -> None:
    said = words(Reader(school.app.test_client()), "/course.pdf")
    for quiz in course.quizzes.values():
        for each in quiz.statements:
            assert letters(each.text) in said
            assert letters(each.because) not in said


def test_each_module_has_a_file_with_its_own_pages_alone(school: School, course: Catalogue) -> None:
    reader = Reader(school.app.test_client())
    first, *others = course.modules
    said = words(reader, f"/modules/{first.id}.pdf")
    assert all(letters(page.title) in said for page in first.pages)
    assert not any(letters(f"{each.number}.1 {each.pages[0].title}") in said for each in others)


def test_local_details_are_those_of_the_reader(school: School) -> None:
    keeper = add_person(school.app, "Cy Reed", email="cy@school.example")
    with school.app.app_context(), writing() as store:
        for owner, value in ((None, "Ring the partnership"), (school.nursery, "Ring the nursery")):
            new = LocalValue(slot="front-door", organisation=owner, value=value)
            local_values.replace(store, None, new, keeper, clock.now())
    school.app.extensions["local_information"].forget()
    path = "/modules/why-sharing-matters.pdf"
    learner, guest = school.browser(member_of=school.nursery), Reader(school.app.test_client())
    shown = {who: words(reader, path) for who, reader in (("learner", learner), ("guest", guest))}
    if "Ringthepartnership" not in shown["guest"]:
        path = "/course.pdf"
        shown = {who: words(reader, path) for who, reader in (("learner", learner), ("guest", guest))}
    assert "Ringthepartnership" in shown["guest"] and "Ringthenursery" not in shown["guest"]
    assert "Ringthenursery" in shown["learner"]


def test_a_guests_copy_is_asked_for_again_and_not_sent_twice(app: Flask) -> None:
    client = app.test_client()
    first = client.get("/modules/golden-rules.pdf")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/modules/golden-rules.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_module_that_there_is_not_has_no_file(app: Flask) -> None:
    assert Reader(app.test_client()).open("/modules/no-such-module.pdf").status == 404


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("/print", "/course.pdf"),
        ("/modules/deciding/print", "/modules/deciding.pdf"),
        ("/modules/deciding/", "/modules/deciding.pdf"),
    ],
)
def test_the_pages_to_print_lead_to_the_file(page: str, file: str, app: Flask) -> None:
    shown = Reader(app.test_client()).open(page)
    assert shown.tree is not None
    assert file in shown.tree.xpath("//main//a/@href")
