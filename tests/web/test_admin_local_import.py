"""Local information as a file: taken away, looked at, brought in again, all of it or nothing."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask

from course.clock import now
from course.records import local_values
from course.rules.local_import import LONGEST_FILE
from course.rules.local_information import LocalValue
from tests.statements_seen import statements_seen
from tests.web.administering import rows
from tests.web.local_office import audited
from tests.web.local_values import DOOR, HERON, HERONS_DOOR, fill_in, organisation, values_now
from tests.web.reader import Page, Reader

LIST = "/manage/local-information"
FILE, IMPORT = f"{LIST}.yaml", f"{LIST}/import"
NEW = """\
partnership:
  front-door:
    value: |-
      Front Door
      01632 960999
  out-of-hours:
    value: Ring 999
organisations:
  - name: heronsea nursery
    values:
      safeguarding-lead:
        value: Head of care
"""


@pytest.fixture
def heron(app: Flask, admin: int) -> int:
    """A nursery with a front door of its own, in a partnership that has one."""
    number = organisation(app, HERON)
    fill_in(app, "front-door", DOOR)
    fill_in(app, "front-door", HERONS_DOOR, number, source="Letter")
    return number


def upload(office: Reader, content: bytes, **more: str) -> Page:
    office.open(IMPORT)
    token = office.at.value("local-import", "csrf_token") if office.at else None
    data = {"csrf_token": token, "text": "", "file": (io.BytesIO(content), "mine.yaml"), **more}
    return office._read(office.client.post(IMPORT, data=data), IMPORT)


def pasted(office: Reader, text: str) -> Page:
    office.open(IMPORT)
    return office.press("local-import", text=text)


def lines(page: Page) -> list[str]:
    """The table of faults: line and reason."""
    assert page.tree is not None
    return [" ".join(cell.text for cell in row) for row in page.tree.xpath("//*[@id='faults']//tbody/tr")]


def test_what_is_taken_away_and_brought_in_again_changes_nothing(app: Flask, office: Reader, heron: int) -> None:
    answer = office.client.get(FILE)
    assert answer.mimetype == "application/yaml"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="local-information.yaml"'
    assert answer.headers["Cache-Control"] == "no-store"
    before = rows(app)
    for page in (upload(office, answer.data), pasted(office, answer.text.replace("\n", "\r\n"))):
        assert page.status == 200
        assert "0 new, 0 changed, 0 emptied, 2 as they are" in page.words
        assert "Everything in the file stands there already" in page.words
        assert not page.has_form("local-confirm")
    assert rows(app) == before


def test_one_sees_what_a_file_would_change_before_anything_is_changed(app: Flask, office: Reader, heron: int) -> None:
    before = values_now(app)
    page = upload(office, NEW.encode())
    assert page.status == 200
    assert "2 new, 1 changed, 0 emptied, 0 as they are" in page.words
    for words in ("01632 960123", "01632 960999", "Ring 999", "Head of care", HERON, "Make these 3 changes"):
        assert words in page.words
    assert values_now(app) == before
    done = office.press("local-confirm", page, button=("confirm", "1"))
    assert (done.status, done.place) == (303, f"{LIST}?imported=3")
    assert {key: each.value for key, each in values_now(app).items()} == {
        ("front-door", None): "Front Door\n01632 960999",
        ("out-of-hours", None): "Ring 999",
        ("front-door", heron): HERONS_DOOR,
        ("safeguarding-lead", heron): "Head of care",
    }
    assert "Imported: 3 changes" in office.follow(done).words
    assert "01632 960999" in Reader(app.test_client()).open("/worried").words
    assert {thing: detail for _, thing, detail in audited(app)} == {
        "slot front-door of the partnership": (
            "What learners see: “Front Door\n01632 960123” before, now “Front Door\n01632 960999”."
        ),
        "slot out-of-hours of the partnership": "What learners see: empty before, now “Ring 999”.",
        f"slot safeguarding-lead of organisation {heron}": "What learners see: empty before, now “Head of care”.",
    }
    assert [action for action, _, _ in audited(app)].count("local information changed") == 1


def test_a_file_with_a_fault_changes_nothing_and_every_fault_has_its_line(
    app: Flask, office: Reader, heron: int
) -> None:
    text = NEW.replace("01632 960999", "01632 96099").replace("out-of-hours", "out-of-ours")
    before = rows(app)
    page = pasted(office, text)
    assert page.status == 422
    assert page.errors() == ["Nothing was imported: the file has faults, listed below with their lines"]
    first, second = lines(page)
    assert first.startswith("3 front-door: “01632 96099” cannot be rung")
    assert second == "6 unknown slot “out-of-ours”. Did you mean out-of-hours?"
    assert page.tree is not None and page.tree.xpath("string(//textarea)").strip() == text.strip()
    token = str(page.value("local-import", "csrf_token"))
    for state in ("", "0" * 64):
        assert office.send(IMPORT, csrf_token=token, text=text, confirm="1", state=state).status == 422
    assert rows(app) == before


def test_what_was_changed_since_the_look_is_not_written_over(app: Flask, office: Reader, heron: int) -> None:
    page = pasted(office, NEW)
    fill_in(app, "front-door", "Ring them")
    again = office.press("local-confirm", page, button=("confirm", "1"))
    assert again.status == 409
    assert "Somebody changed the local information meanwhile" in again.words and "Ring them" in again.words
    assert values_now(app)["front-door", None].value == "Ring them"
    assert office.press("local-confirm", again, button=("confirm", "1")).status == 303
    assert values_now(app)["front-door", None].value == "Front Door\n01632 960999"


def test_what_is_changed_at_the_very_moment_of_importing_keeps_all_of_the_file_out(
    app: Flask, office: Reader, heron: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, other = pasted(office, NEW), LocalValue(slot="mappa", organisation=None, value="Ring us")

    def half_done(*arguments: Any) -> None:
        monkeypatch.undo()
        assert local_values.replace(arguments[0], None, other, arguments[2], now())
        raise local_values.ChangedMeanwhile

    monkeypatch.setattr(local_values, "replace_all", half_done)
    before = values_now(app)
    again = office.press("local-confirm", page, button=("confirm", "1"))
    assert again.status == 409 and "Somebody changed the local information meanwhile" in again.words
    assert values_now(app) == before and audited(app) == []
    assert office.press("local-confirm", again, button=("confirm", "1")).status == 303


def test_many_slots_cost_no_more_statements_than_few(app: Flask, office: Reader) -> None:
    with app.app_context():
        slots = [each for each in app.extensions["shelf"].catalogue.slots.values() if each.level == "both"]
    names = [f"School {number}" for number in range(12)]
    for name in names:
        organisation(app, name)
    costs = []
    for wanted, value in ((names[:1], "Ring us"), (names[1:], "Ring us"), (names[:1], ""), (names[1:], "")):
        text = "organisations:\n" + "".join(
            f"  - name: {name}\n    values:\n"
            + "".join(f"      {slot.id}:\n        value: {value}\n" for slot in slots)
            for name in wanted
        )
        page = pasted(office, text)
        with statements_seen(app) as seen:
            assert office.press("local-confirm", page, button=("confirm", "1")).status == 303
        costs.append(len(seen))
    assert costs[0] == costs[1] and costs[2] == costs[3], costs
    assert len(audited(app)) == 2 * 12 * len(slots) and values_now(app) == {}


def test_confirming_without_a_look_changes_nothing(app: Flask, office: Reader, heron: int) -> None:
    before = rows(app)
    token = str(office.open(IMPORT).value("local-import", "csrf_token"))
    assert office.send(IMPORT, csrf_token=token, text=NEW, confirm="1").status == 409
    assert rows(app) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file, or paste its text"),
        (b" \n ", "Choose a file, or paste its text"),
        (b"\xff\xfe\x00", "This file is not text in UTF-8"),
        (b"PK\x03\x04\xe9", "This file is not text in UTF-8"),
    ],
)
def test_what_is_no_text_is_told(content: bytes, said: str, office: Reader, heron: int) -> None:
    page = upload(office, content) if content.strip() else pasted(office, content.decode())
    assert page.status == 422
    assert said in page.errors()[0]


@pytest.mark.parametrize(
    "text",
    [
        "a: &a\n  - x\nb:\n  - *a\n",
        "partnership: !!python/object:os.system\n  front-door:\n    value: *x\n",
        "x" * (LONGEST_FILE + 1),
        "partnership:\n  front-door: {value: x}\n",
        "partnership:\n  <script>alert(1)</script>:\n    value: x\n",
        "\x00",
        "- " * 900,
    ],
)
def test_a_hostile_file_is_refused_in_words(text: str, app: Flask, office: Reader, heron: int) -> None:
    before = rows(app)
    for page in (upload(office, text.encode()), pasted(office, text)):
        assert page.status == 422 and page.errors()
        assert "<script>alert" not in page.text
    assert rows(app) == before


def test_very_many_faults_are_counted(office: Reader, heron: int) -> None:
    page = pasted(office, "partnership:\n" + "".join(f"  nothing-{number}:\n" for number in range(70)))
    assert len(lines(page)) == 50
    assert "And 20 more." in page.words


def test_a_file_from_windows_is_read(office: Reader, heron: int) -> None:
    page = upload(office, b"\xef\xbb\xbf" + NEW.replace("\n", "\r\n").encode())
    assert re.search("2 new, 1 changed", page.words)


def test_a_file_that_is_too_large_for_the_site_gets_a_page_that_says_so(office: Reader, heron: int) -> None:
    kind = "multipart/form-data; boundary=x"
    assert office.client.post(IMPORT, data=b"x" * 1_100_000, content_type=kind).status_code == 413
