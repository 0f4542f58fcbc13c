"""A file of people through the browser: looked at first, then all of it or nothing, then undone."""

from __future__ import annotations

import datetime as dt
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from course import clock
from course.clock import now
from course.intake import UPLOADS
from course.records import import_jobs, organisations, people, roles, tables
from course.records.database import reading, writing
from course.web.admin import import_running, people_import
from tests.web.administering import rows
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader

HEAD = "name,email,team,started_on\n"
ADA = "Ada Quill,ada@heron.example,Toddlers,2024-09-01\n"
BO = "Bo Marsh,,Toddlers,01/09/2024\n"
KEPT = {"import_batch", "audit"}


def organisation(app: Flask, name: str) -> int:
    with app.app_context(), writing() as store:
        return organisations.add_organisation(store, name, now())


@pytest.fixture
def nursery(app: Flask, admin: int) -> int:
    return organisation(app, "Heronsea Nursery")


def base(number: int) -> str:
    return f"/manage/organisations/{number}/import"


def upload(office: Reader, number: int, content: str | bytes) -> Page:
    """Send a file; where it was taken, the page that follows."""
    page = office.open(base(number))
    data = content.encode() if isinstance(content, str) else content
    token = page.value("people-import", "csrf_token")
    file = FileStorage(io.BytesIO(data), "staff.csv", name="file")
    boundary, body = encode_multipart({"csrf_token": token or "", "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    sent = office.client.post(base(number), data=body, content_type=kind)
    read = office._read(sent, base(number))
    return office.open(read.place) if read.status == 303 and read.place else read


def names(app: Flask, number: int) -> list[str]:
    member, person = tables.membership, tables.person
    found = select(person.c.name).join(member, member.c.person == person.c.id).where(member.c.organisation == number)
    with app.app_context(), reading() as store:
        return sorted(store.execute(found).scalars())


def figure(page: Page, name: str) -> str:
    assert page.tree is not None
    return str(page.tree.xpath(f"string(//*[@data-figure='{name}'])"))


def test_a_file_is_looked_at_imported_and_undone(app: Flask, office: Reader, nursery: int) -> None:
    before = rows(app)
    looked = upload(office, nursery, HEAD + ADA + BO)
    assert (looked.status, looked.h1, figure(looked, "added"), figure(looked, "refused")) == (
        200, "What the file would do", "2", "0"
    )  # fmt: skip
    assert "1 line has no email" in looked.words
    assert rows(app) == before
    done = office.press("import-confirm")
    assert (done.status, names(app, nursery)) == (303, ["Ada Quill", "Bo Marsh"])
    assert done.place is not None
    assert office.open(done.place).h1 == "Imported"
    office.open(base(nursery))
    assert office.press("undo-import").status == 303
    assert {k: v for k, v in rows(app).items() if k not in KEPT} == {k: v for k, v in before.items() if k not in KEPT}
    assert "undone on" in office.open(base(nursery)).words


def test_pressing_the_button_twice_imports_once(app: Flask, office: Reader, nursery: int) -> None:
    page = upload(office, nursery, HEAD + ADA)
    data = dict(page.form("import-confirm").form_values())
    answers = [office.client.post(f"{page.path}/confirm", data=data) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert names(app, nursery) == ["Ada Quill"]
    assert rows(app)["import_batch"] == 1


def test_one_refused_line_keeps_the_whole_file_out(app: Flask, office: Reader, nursery: int) -> None:
    page = upload(office, nursery, HEAD + ADA + "Bo Marsh,,,\n")
    assert not page.has_form("import-confirm")
    assert "give an email or started_on" in page.words
    state = import_jobs.status(job_of(app, nursery, page)).report
    assert state is not None
    token = office.open(base(nursery)).value("people-import", "csrf_token")
    sent = office.client.post(f"{page.path}/confirm", data={"csrf_token": token, "state": state.state})
    assert (sent.status_code, names(app, nursery)) == (409, [])


def job_of(app: Flask, nursery: int, page: Page) -> import_jobs.Job:
    found = import_jobs.job(app.config["SHAREWELL"].instance, page.path.rpartition("/")[2], nursery)
    assert found is not None
    return found


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_imported(
    app: Flask, office: Reader, nursery: int
) -> None:
    upload(office, nursery, HEAD + ADA)
    with app.app_context(), writing() as store:
        organisations.join(store, people.add_person(store, "Di Fenn", now()), nursery, None, clock.now().date(), now())
    page = office.press("import-confirm")
    assert (page.status, names(app, nursery)) == (409, ["Di Fenn"])
    assert "Something was changed meanwhile" in page.words
    assert office.press("import-confirm").status == 303
    assert names(app, nursery) == ["Ada Quill", "Di Fenn"]


def test_another_state_than_the_one_shown_imports_nothing(app: Flask, office: Reader, nursery: int) -> None:
    upload(office, nursery, HEAD + ADA)
    assert office.press("import-confirm", state="0" * 64).status == 409
    assert names(app, nursery) == []


def test_undoing_is_refused_with_the_name_of_whoever_was_changed(app: Flask, office: Reader, nursery: int) -> None:
    upload(office, nursery, HEAD + ADA)
    office.press("import-confirm")
    with app.app_context(), writing() as store:
        ada = store.execute(select(tables.person.c.id).where(tables.person.c.name == "Ada Quill")).scalar_one()
        organisations.leave(store, ada, nursery, clock.now().date())
    office.open(base(nursery))
    page = office.press("undo-import")
    assert page.status == 409
    assert page.errors() == ["Nothing was undone, because 1 person was changed after that file: Ada Quill"]
    assert names(app, nursery) == ["Ada Quill"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"email\na@x.example\n", "“name” is missing"),
        (b"name,emial\nAda,a@x.example\n", "Did you mean “email”?"),
        (b'name,email\n"Ada,a@x.example\n', "a quotation mark opens here"),
        (b"name\0,email\n", "NUL signs"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(
    office: Reader, nursery: int, content: bytes, told: str
) -> None:
    page = upload(office, nursery, content)
    assert page.status == 200
    assert "Line 1" in page.words or "refused" in page.words
    assert told in page.words


def test_no_file_is_told(office: Reader, nursery: int) -> None:
    office.open(base(nursery))
    page = office.press("people-import")
    assert (page.status, page.errors()) == (422, ["Choose a file"])


def test_a_file_may_be_larger_than_a_form_but_not_any_size(
    office: Reader, nursery: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert upload(office, nursery, "name,email\n" + "\n" * 1_200_000 + ADA).status == 200
    monkeypatch.setattr(people_import, "LARGEST_FILE", 1000)
    page = upload(office, nursery, "x" * 1001)
    assert (page.status, page.errors()) == (413, [people_import.TOO_LARGE])


def test_the_server_knows_the_address_to_which_large_files_go(app: Flask) -> None:
    taking = [rule for rule in app.url_map.iter_rules() if hasattr(app.view_functions[rule.endpoint], "takes_file")]
    assert [rule.rule for rule in taking] == ["/manage/organisations/<number:organisation>/import"]
    assert UPLOADS.fullmatch("/manage/organisations/17/import")
    assert not UPLOADS.fullmatch("/manage/organisations/17/import/x")


def test_the_sample_can_be_imported_as_it_is(app: Flask, office: Reader, nursery: int) -> None:
    clock.set_now(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    sample = office.client.get(f"{base(nursery)}/sample.csv")
    page = upload(office, nursery, sample.data)
    assert (figure(page, "added"), figure(page, "refused")) == ("3", "0")


def test_every_line_can_be_taken_away_and_no_cell_is_a_formula(office: Reader, nursery: int) -> None:
    page = upload(office, nursery, HEAD + "=1+1,,,\n" + ADA)
    text = office.client.get(f"{page.path}/lines.csv").get_data(as_text=True)
    assert text.splitlines()[0] == "line,result,name,why"
    assert "2,refused,'=1+1," in text
    assert "3,added,Ada Quill," in text


def test_the_page_stays_small_however_long_the_file(office: Reader, nursery: int) -> None:
    bad = "".join(f"{'Person of a rather long name ' * 2}{n},,Team {n},\n" for n in range(300))
    page = upload(office, nursery, HEAD + bad + ADA)
    assert len(page.answer.data) < 30_000
    assert "first 50" in page.words


def test_an_administrator_of_another_organisation_finds_nothing(app: Flask, office: Reader, nursery: int) -> None:
    page = upload(office, nursery, HEAD + ADA)
    other = organisation(app, "Mill School")
    assert office.client.get(f"{base(other)}/{page.path.rpartition('/')[2]}").status_code == 404
    eve = add_person(app, "Eve Lock", email="eve@mill.example")
    with app.app_context(), writing() as store:
        roles.grant(store, eve, "administrator", "organisation", other, now())
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    reader.press("sign-in", email="eve@mill.example", password=PASSWORD)
    assert reader.client.get(base(other)).status_code == 200
    for path in (base(nursery), page.path, f"{page.path}/lines.csv", f"{base(nursery)}/sample.csv"):
        assert reader.client.get(path).status_code == 404


def test_a_large_file_is_worked_off_while_nobody_waits(
    app: Flask, office: Reader, nursery: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_running, "SMALL", 0)
    page = ended(office, upload(office, nursery, HEAD + ADA + BO))
    assert figure(page, "added") == "2"
    confirmed = office.press("import-confirm")
    assert confirmed.place is not None
    assert ended(office, office.open(confirmed.place)).h1 == "Imported"
    assert names(app, nursery) == ["Ada Quill", "Bo Marsh"]


def ended(office: Reader, page: Page) -> Page:
    """Look again, as the page does by itself, until the work is done."""
    deadline = time.monotonic() + 120
    while page.answer.headers.get("Refresh"):
        assert page.h1 in ("Reading the file", "Importing", "Undoing the import")
        assert "lines" in page.words
        assert time.monotonic() < deadline
        time.sleep(0.2)
        page = office.open(page.path)
    return page


def test_a_job_whose_process_was_killed_says_so(
    app: Flask, office: Reader, nursery: int, later: Callable[..., None]
) -> None:
    page = upload(office, nursery, HEAD + ADA)
    job = job_of(app, nursery, page)
    with app.app_context():
        import_jobs.announce_import(job)
    assert office.open(page.path).h1 == "Importing"
    later(seconds=31)
    stopped = office.open(page.path)
    assert stopped.h1 == "The import stopped"
    assert "Nothing was imported" in stopped.words
    assert names(app, nursery) == []


def test_a_process_that_died_behind_its_commit_is_told_as_imported(
    app: Flask, office: Reader, nursery: int, later: Callable[..., None]
) -> None:
    page = upload(office, nursery, HEAD + ADA)
    office.press("import-confirm")
    job = job_of(app, nursery, page)
    with app.app_context(), reading() as store:
        made_at = store.execute(select(tables.import_batch.c.made_at)).scalar_one()
    with app.app_context():
        import_jobs.say(job, import_jobs.Status(import_jobs.IMPORTING, 1, 2, at=made_at.isoformat()))
    later(seconds=31)
    assert office.open(page.path).h1 == "Imported"


def test_old_files_go_and_an_imported_file_goes_at_once(
    app: Flask, office: Reader, nursery: int, later: Callable[..., None]
) -> None:
    instance: Path = app.config["SHAREWELL"].instance
    page = upload(office, nursery, HEAD + ADA)
    office.press("import-confirm")
    job = job_of(app, nursery, page)
    assert not job.file.exists()
    assert not job.lines_file.exists()
    assert "Ada" not in json.dumps((job.folder / "status.json").read_text())
    later(days=2)
    assert import_jobs.sweep(instance) == 1
    assert not job.folder.exists()
