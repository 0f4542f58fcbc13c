"""Whatever is sent to the administration is answered with a page, never with a fault of ours, and nothing is half written."""

import io
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from course.clock import now
from course.records import join_codes, organisations
from course.records.database import writing
from tests.web.administering import office_of, rows, token_of
from tests.web.reader import Reader

EMAIL = "ada@heronsea.example"
FIELDS: dict[str, dict[str, Any]] = {
    "/manage/organisations": {"name": "Marsh School"},
    "/manage/organisations/1/teams": {"team-1-name": "Year 3"},
    "/manage/organisations/1/join-codes": {"team": "0", "expires_on": ["", "", ""], "uses_limit": ""},
    "/manage/reset-links": {"who": EMAIL},
    "/manage/certificates": {"code": "2222-2222-2222-2222", "reason": "Given by mistake"},
}
STOP = "/manage/join-codes/{code}/stop"
ROWS = [(path, field) for path, fields in FIELDS.items() for field in fields]
CANARY = "<img src=x onerror=alert(1)>"
NASTY = {
    "left out": [],
    "empty": "",
    "blank": " \t ",
    "twice": ["one", "two"],
    "seven times": ["1"] * 7,
    "nul": "a\0b",
    "nul alone": "\0",
    "long": "x" * 10_000,
    "many figures": "9" * 5_000,
    "2^63": "9223372036854775808",
    "-2^63": "-9223372036854775809",
    "turned": "\u202e\u2066",
    "joiner": "\u200d",
    "not a character": "\ud7ff\uffff",
    "markup": CANARY,
    "sql": "'; DROP TABLE organisation; --",
    "template": "{{ config }}{% raw %}",
    "line": "\r\nSet-Cookie: a=b",
    "formula": "=cmd|' /C calc'!A0",
    "lost": "a\ufffdb",
    "half a pair": "%ED%A0%80",
    "accents": "e\u0301" * 60,
}
# What one form adds, if anything: the thing itself and its line in the audit. Stopping a code adds the line alone.
THINGS = ({"organisation": 1}, {"team": 1}, {"join_code": 1}, {"one_time_link": 1}, {})
NOTHING: dict[str, int] = {}


@pytest.fixture
def office(app: Flask, admin: int, ada: int) -> Reader:
    """The administrator, with one organisation in the records, and Ada."""
    with app.app_context(), writing() as store:
        organisations.add_organisation(store, "Heronsea Nursery", now())
    return office_of(app)


def check(app: Flask, before: dict[str, int], answer: TestResponse) -> None:
    """An answer for people; and either everything was written or nothing."""
    after = rows(app)
    added = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert answer.status_code in (200, 303, 400, 404, 405, 413, 422)
    assert CANARY not in answer.get_data(as_text=True)
    assert "Set-Cookie: a" not in str(answer.headers)
    assert added == NOTHING or (answer.status_code < 400 and added in [thing | {"audit": 1} for thing in THINGS])


@pytest.mark.parametrize(("path", "field"), ROWS)
def test_every_field_takes_anything(app: Flask, office: Reader, path: str, field: str) -> None:
    token = token_of(office)
    for kind, value in NASTY.items():
        before = rows(app)
        answer = office.client.post(path, data=FIELDS[path] | {field: value, "csrf_token": token})
        check(app, before, answer)
        assert answer.status_code != 400, f"{kind} never reached the view"


@pytest.mark.parametrize("path", [*FIELDS, STOP])
def test_forms_of_odd_shapes_are_answered(app: Flask, office: Reader, path: str) -> None:
    with app.app_context(), writing() as store:
        made = join_codes.make_join_code(store, 1, None, expires_on=None, uses_limit=None, now=now())
    fields, path = FIELDS.get(path, {"code": "x"}), path.format(code=made.code)
    halves = "&".join(f"{name}=%ED%A0%80%ff" for name in fields)
    for sent in (
        {},
        {"data": b"\xff\xfe%zz&=&&==%", "content_type": "application/x-www-form-urlencoded"},
        {"data": halves, "content_type": "application/x-www-form-urlencoded"},
        {"data": {f"{name}[]": "x" for name in fields}},
        {"data": {f"{name}[a][b]": "x" for name in fields}},
        {"data": {name: (io.BytesIO(b"x"), "x.txt") for name in fields}},
        {"json": [1, 2]},
        {"json": dict.fromkeys(fields, ["a", {"b": 1}])},
        {"json": dict.fromkeys(fields, {"a": 1})},
        {"json": dict.fromkeys(fields, "\ud800")},
        {"data": b"{", "content_type": "application/json"},
        {"data": b"x" * 2_000_000},
        {"data": "&".join(f"f{number}=1" for number in range(5_000))},
    ):
        before = rows(app)
        check(app, before, office.client.post(path, headers={"X-CSRFToken": token_of(office)}, **sent))


@pytest.mark.parametrize("part", ["0", "-1", "999", "9" * 15, "9223372036854775808", "9" * 400, "1.5", "%00", "x", "٣"])
@pytest.mark.parametrize("path", ["/manage/organisations/{}/teams", "/manage/organisations/{}/join-codes"])
def test_an_organisation_that_is_not_there_is_not_found(app: Flask, office: Reader, path: str, part: str) -> None:
    before, token = rows(app), token_of(office)
    fields = {f"team-{part}-name": "Year 3", "team": "0", "csrf_token": token}
    assert office.client.post(path.format(part), data=fields).status_code == 404
    assert rows(app) == before


@pytest.mark.parametrize("code", ["2222-2222-2222", "OOOO-OOOO-OOOO", "x" * 64, "x" * 65, "%00", "a%00b", "..", "١٢٣٤"])
def test_a_join_code_that_is_not_there_is_not_found(app: Flask, office: Reader, code: str) -> None:
    before, token = rows(app), token_of(office)
    assert office.client.get(f"/manage/join-codes/{code}").status_code in (404, 308)
    assert office.client.post(STOP.format(code=code), data={"csrf_token": token}).status_code in (404, 308)
    assert rows(app) == before
