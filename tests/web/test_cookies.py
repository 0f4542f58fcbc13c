"""The signed cookie is judged once in a while: what is remembered of it is what was judged, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from course.web import cookies


@pytest.fixture
def app() -> Flask:
    """A program with nothing but a cookie, which one address writes and the other tells."""
    made = Flask("cookies")
    made.secret_key = "long enough for a test of cookies"
    made.config["SESSION_REFRESH_EACH_REQUEST"] = False
    cookies.install(made)

    @made.get("/write")
    def write() -> str:
        session.permanent = True
        session.update(request.args)
        return ""

    @made.get("/list")
    def lists() -> str:
        session.setdefault("seen", []).append("page")
        session.modified = True
        return ""

    @made.get("/")
    def tell() -> dict[str, object]:
        return dict(session)

    return made


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """The clock that measures spans of time, to be set."""
    moment = {"now": 1_000.0}
    monkeypatch.setattr(cookies, "ticks", lambda: moment["now"])
    return moment


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The cookies whose seal was looked at."""
    seen: list[str] = []
    loads = URLSafeTimedSerializer.loads

    def look(self: URLSafeTimedSerializer, sent: str, **more: object) -> object:
        seen.append(sent)
        return loads(self, sent, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(URLSafeTimedSerializer, "loads", look)
    yield seen


def value(browser: FlaskClient) -> str:
    found = browser.get_cookie("session")
    assert found is not None
    return found.value


def told(app: Flask, sent: str) -> object:
    """What the program takes from a cookie that somebody sends."""
    return app.test_client(use_cookies=False).get("/", headers={"Cookie": f"session={sent}"}).json


def test_a_sound_cookie_is_judged_once_in_some_minutes(
    app: Flask, browser: FlaskClient, moments: dict[str, float], judged: list[str]
) -> None:
    browser.get("/write?visit=ada")
    for _ in range(3):
        assert told(app, value(browser)) == {"visit": "ada", "_permanent": True}
    assert len(judged) == 1
    moments["now"] += cookies.SECONDS
    assert told(app, value(browser)) == {"visit": "ada", "_permanent": True}
    assert len(judged) == 2


def test_a_changed_cookie_is_nobody_s_however_well_its_original_is_known(app: Flask, browser: FlaskClient) -> None:
    browser.get("/write?visit=ada")
    sound = value(browser)
    assert told(app, sound) != {}
    for place in (0, len(sound) // 2, len(sound) - 10):
        other = "A" if sound[place] != "A" else "B"
        assert told(app, sound[:place] + other + sound[place + 1 :]) == {}
    assert told(app, sound[:-1]) == told(app, "") == told(app, "x") == {}


def test_a_forged_cookie_is_judged_each_time_and_not_kept(app: Flask, judged: list[str]) -> None:
    for _ in range(2):
        assert told(app, "for.ged.cookie") == {}
    assert len(judged) == 2


def test_what_one_request_changes_the_next_with_the_same_cookie_does_not_see(app: Flask, browser: FlaskClient) -> None:
    browser.get("/write?visit=ada")
    sent = {"Cookie": f"session={value(browser)}"}
    other = app.test_client(use_cookies=False)
    assert other.get("/write?visit=bo&more=1", headers=sent).headers["Set-Cookie"]
    assert other.get("/", headers=sent).json == {"visit": "ada", "_permanent": True}


def test_values_that_can_be_changed_in_place_are_not_shared(app: Flask, browser: FlaskClient) -> None:
    browser.get("/list")
    sent, other = {"Cookie": f"session={value(browser)}"}, app.test_client(use_cookies=False)
    for _ in range(2):
        other.get("/list", headers=sent)
    assert other.get("/", headers=sent).json == {"seen": ["page"]}


@pytest.mark.parametrize(("seconds", "holds"), [(-1, True), (+1, False)])
def test_a_known_cookie_that_is_too_old_by_now_is_refused(
    app: Flask, browser: FlaskClient, moments: dict[str, float], monkeypatch: pytest.MonkeyPatch,
    seconds: int, holds: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: 1_800_000_000)
    browser.get("/write?visit=ada")
    sent = value(browser)
    assert told(app, sent) != {}
    age = int(app.permanent_session_lifetime.total_seconds()) + seconds
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: 1_800_000_000 + age)
    moments["now"] += cookies.SECONDS
    assert (told(app, sent) != {}) is holds


def test_a_cookie_is_sent_when_it_is_changed_and_only_then_and_reads_as_flask_s_own(
    app: Flask, browser: FlaskClient
) -> None:
    assert "Set-Cookie" in browser.get("/write?visit=ada").headers
    assert "Set-Cookie" not in browser.get("/").headers
    flasks = SecureCookieSessionInterface().get_signing_serializer(app)
    assert flasks is not None
    assert flasks.loads(value(browser)) == {"visit": "ada", "_permanent": True}


def test_no_more_than_some_thousands_are_remembered(
    app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cookies, "KEPT", 2)
    for name in "abc":
        browser.get(f"/write?visit={name}")
        told(app, value(browser))
    kept = app.session_interface
    assert isinstance(kept, cookies.RememberedCookies)
    assert len(kept._judged) == 1
