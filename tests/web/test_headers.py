"""What every answer carries: how long it may be kept and by whom, the security headers, and whose forms are taken."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask_wtf import csrf
from werkzeug.test import TestResponse

from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.clock import now
from course.records import visits
from course.records.database import writing
from course.web import form_token
from course.web.headers import ALWAYS, ONE_YEAR
from course.web.seals import timed_sealer
from tests.web.learning import QUIZ, QUIZ_PAGE, answers, pages, signed_in
from tests.web.reader import Reader

PAGE = "/modules/golden-rules/be-open"
HSTS = "Strict-Transport-Security"
ALSO_FOR_GUESTS = ["/", "/modules/golden-rules/", "/flowchart", "/worried", "/help", "/glossary", "/changes", "/print"]


@pytest.fixture
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


def kept_by_browser(answer: TestResponse) -> bool:
    """Whether a browser may keep the answer and ask whether it is still good; the only other thing is never to store it."""
    assert answer.headers["Cache-Control"] in ("no-cache", "no-store")
    assert "Cookie" in answer.headers["Vary"]
    assert ("ETag" in answer.headers) == (answer.headers["Cache-Control"] == "no-cache")
    return "ETag" in answer.headers


@pytest.mark.slow
def test_a_guest_s_pages_have_the_same_bytes_for_every_guest_and_are_not_sent_twice(
    app: Flask, course: Catalogue
) -> None:
    one, two = app.test_client(), app.test_client()
    for path in [*ALSO_FOR_GUESTS, *(path for _, _, path in pages(course))]:
        first, second = one.get(path), two.get(path)
        assert (first.status_code, kept_by_browser(first), first.data) == (200, True, second.data)
        assert "Set-Cookie" not in first.headers
        again = two.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert again.headers["Cache-Control"] == "no-cache" and again.headers["Vary"] == "Cookie"


def test_a_page_that_has_changed_is_sent_again(app: Flask) -> None:
    client = app.test_client()
    old = client.get(PAGE, headers={"If-None-Match": '"of yesterday"'})
    assert old.status_code == 200 and old.data
    other = client.get(QUIZ_PAGE)
    assert other.headers["ETag"] != old.headers["ETag"]


def test_asking_for_the_head_alone_gives_the_same_headers(app: Flask) -> None:
    client = app.test_client()
    head, whole = client.head(PAGE), client.get(PAGE)
    assert (head.data, head.headers["ETag"]) == (b"", whole.headers["ETag"])


@pytest.mark.parametrize("path", [PAGE, QUIZ_PAGE, "/", "/worried", "/account", "/my/progress", "/no-such-page"])
def test_nothing_that_somebody_signed_in_sees_is_stored(path: str, app: Flask, ada: int) -> None:
    reader = signed_in(app)
    for _ in range(2):
        answer = reader.open(path).answer
        assert not kept_by_browser(answer)
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("visit", ["going on", "ended"])
def test_nor_anything_behind_a_cookie_that_names_a_visit_and_holds_nothing_else(
    visit: str, app: Flask, ada: int
) -> None:
    client = app.test_client()
    with app.app_context(), writing() as store:
        token = visits.start_visit(store, ada, shared=False, now=now())
    with client.session_transaction() as cookie:
        cookie["visit"] = token if visit == "going on" else "another"
    assert client.get("/worried").headers["Cache-Control"] == "no-store"


def test_an_etag_from_before_signing_in_brings_the_signed_in_page_all_the_same(app: Flask, ada: int) -> None:
    etag = app.test_client().get(PAGE).headers["ETag"]
    answer = signed_in(app).client.get(PAGE, headers={"If-None-Match": etag})
    assert answer.status_code == 200 and b"Ada Quill" in answer.data


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/forgot-password"])
def test_a_page_with_a_form_that_needs_a_cookie_is_not_stored_nor_anything_after_it(path: str, reader: Reader) -> None:
    assert kept_by_browser(reader.open(PAGE).answer)
    for place in (path, PAGE, "/"):
        assert not kept_by_browser(reader.open(place).answer)


def test_after_signing_out_a_browser_is_a_guest_s_again(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    reader.open("/account")
    assert not kept_by_browser(reader.press("sign-out").answer)
    assert kept_by_browser(reader.open(PAGE).answer)


def test_the_answer_to_a_form_is_not_stored(reader: Reader, course: Catalogue) -> None:
    reader.open(QUIZ_PAGE)
    for page in (reader.press("answers"), reader.press("answers", **answers(course.quizzes[QUIZ]))):
        assert not kept_by_browser(page.answer)
    assert not kept_by_browser(reader.send(f"{PAGE}/next").answer)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", PAGE, 200),
        ("HEAD", PAGE, 200),
        ("GET", "/healthz", 200),
        ("GET", "/.well-known/security.txt", 200),
        ("GET", "/modules/golden-rules", 308),
        ("GET", "/my/progress", 303),
        ("POST", f"{PAGE}/next", 303),
        ("GET", "/no-such-page", 404),
        ("GET", "/attempts/99999999999999999999", 404),
        ("POST", "/worried", 405),
        ("POST", "/sign-in", 400),
        ("POST", f"{QUIZ_PAGE}/answers", 422),
        ("OPTIONS", PAGE, 200),
    ],
)
def test_every_answer_carries_each_security_header_once(method: str, path: str, status: int, app: Flask) -> None:
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == status
    for name, value in ALWAYS.items():
        assert answer.headers.getlist(name) == [value]
    assert HSTS not in answer.headers
    assert "Cache-Control" in answer.headers


def test_so_does_a_page_that_is_not_sent_again_and_one_after_a_fault(app: Flask) -> None:
    def broken() -> str:
        raise RuntimeError("planted")

    broken.access = app.view_functions["public.glossary"].access  # type: ignore[attr-defined]
    app.view_functions["public.glossary"] = broken
    client = app.test_client()
    etag = client.get(PAGE).headers["ETag"]
    unchanged, fault = client.get(PAGE, headers={"If-None-Match": etag}), client.get("/glossary")
    assert (unchanged.status_code, fault.status_code) == (304, 500)
    for answer in (unchanged, fault):
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert fault.headers["Cache-Control"] == "no-store"


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    policy = dict(rule.strip().split(" ", 1) for rule in ALWAYS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy and "style-src" not in policy and "unsafe" not in str(policy)
    assert {policy[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert policy["form-action"] == "'self'"


@pytest.fixture
def secure(site: Callable[..., Flask]) -> Callable[[str], TestResponse]:
    """Opens a page of a site that stands behind HTTPS."""
    address = "https://sharewell.example"
    client = site(public_url=address, trusted_hosts=("sharewell.example",)).test_client()
    return lambda path: client.get(path, base_url=address)


@pytest.mark.parametrize(("path", "status"), [(PAGE, 200), ("/no-such-page", 404), ("/my/progress", 303)])
def test_over_https_browsers_are_told_to_stay_there(
    path: str, status: int, secure: Callable[[str], TestResponse]
) -> None:
    answer = secure(path)
    assert (answer.status_code, answer.headers[HSTS]) == (status, ONE_YEAR)


def test_over_https_the_cookie_is_for_this_host_alone(secure: Callable[[str], TestResponse]) -> None:
    cookie = secure("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("__Host-sharewell=")
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 303),
        ("http://localhost", 303),
        ("http://localhost:8000", 400),
        ("http://sharewell.example", 400),
        ("http://localhost.sharewell.example", 400),
        ("http://localhost@sharewell.example", 400),
        ("null", 400),
        ("localhost", 400),
        ("http://[", 400),
        ("\x00", 400),
    ],
)
def test_a_form_that_another_site_sent_is_refused(origin: str | None, status: int, app: Flask, ada: int) -> None:
    reader = signed_in(app)
    headers = {"Origin": origin} if origin else {}
    token = reader.open(PAGE).value("next", "csrf_token")
    answer = reader.client.post(f"{PAGE}/next", data={"csrf_token": token}, headers=headers)
    assert answer.status_code == status


def test_a_token_that_another_process_signed_is_judged_once_and_is_good_for_its_visit_alone(
    app: Flask, ada: int, bo: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = signed_in(app), signed_in(app, "river-lamp-482")
    with mine.client.session_transaction() as visit, app.app_context():
        secret = visit[form_token.SECRET]
        with monkeypatch.context() as earlier:
            earlier.setattr(time, "time", lambda: 1_700_000_000)
            token = timed_sealer(form_token.SALT).dumps(secret)
    judged, real = [], csrf.validate_csrf
    monkeypatch.setattr(csrf, "validate_csrf", lambda *values: judged.append(1) or real(*values))
    sent = [reader.client.post(f"{PAGE}/next", data={"csrf_token": token}) for reader in (mine, mine, other, other)]
    assert [each.status_code for each in sent] == [303, 303, 400, 400]
    assert len(judged) == 1 + 2
    assert mine.client.post(f"{PAGE}/next", headers={"X-CSRFToken": token}).status_code == 303
    assert mine.client.post(f"{PAGE}/next").status_code == 400  # what a header brought is no token of an empty field


def test_a_guest_s_form_from_another_site_is_refused_as_well(reader: Reader, course: Catalogue) -> None:
    chosen = answers(course.quizzes[QUIZ])
    for origin, status in (("http://localhost", 200), ("http://other.example", 400)):
        sent = reader.client.post(f"{QUIZ_PAGE}/answers", data=chosen, headers={"Origin": origin})
        assert sent.status_code == status


def test_following_a_link_from_another_site_is_no_form(reader: Reader) -> None:
    assert reader.client.get(PAGE, headers={"Origin": "http://other.example"}).status_code == 200
