"""What machines ask: whether the process lives and can serve; a reason where not, and nothing that only we should know."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from course.errors import StoreBusy, StoreTooNew, StoreUnusable
from course.records import database
from course.records.database import writing
from course.web.public import health


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def put_tables_at(app: Flask, version: str | None) -> None:
    """As when the program was changed without its start, or its database was."""
    with app.app_context(), writing() as store:
        store.execute(text("DELETE FROM alembic_version"))
        if version:
            store.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}


def test_a_site_that_can_serve_is_ready_and_says_on_what_it_stands(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["status"] in ("ready", "degraded")
    assert told["schema"] == database.revisions()[-1]
    assert told["journal_rule"].startswith("WAL, synchronous FULL")


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        (None, "The tables are of version none; this program needs {newest}."),
        ("0000", "The tables are of version 0000; this program needs {newest}."),
        ("9999", "The database was made by a newer version of the program."),
    ],
)
def test_tables_of_another_version_are_not_ready(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, version: str | None, reason: str
) -> None:
    known = database.revisions()
    monkeypatch.setattr(database, "revisions", lambda: ("0000", *known))
    put_tables_at(app, version)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "not ready", "reason": reason.format(newest=known[-1])}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (StoreBusy("secret words"), "The database is busy."),
        (StoreTooNew("secret words"), "The database was made by a newer version of the program."),
        (StoreUnusable("/srv/secret words/sharewell.db.lock"), "The database cannot be used."),
    ],
)
def test_the_reason_tells_strangers_no_path_and_the_log_tells_it_all(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
    reason: str,
) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr(database, "schema_state", fail)
    with caplog.at_level(logging.WARNING):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["reason"]) == (503, reason)
    assert "secret" not in answer.get_data(as_text=True)
    assert "secret words" in caplog.text


def test_a_database_that_is_gone_is_not_ready_and_its_place_is_not_told(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        path = Path(str(database.doors().reader.url.database))
        database.close_connections()
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert str(path.parent) not in answer.get_data(as_text=True)


@pytest.mark.parametrize(("free", "status", "low"), [(0, "degraded", True), (1_000_000_000, "ready", False)])
def test_a_disk_that_fills_up_is_told_and_the_site_serves_on(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, free: int, status: str, low: bool
) -> None:
    monkeypatch.setattr(health, "_free_bytes", lambda: free)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"], answer.get_json()["disk_low"]) == (200, status, low)


def test_monitoring_reads_two_figures(client: FlaskClient) -> None:
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    assert lines[0] == "sharewell_content_errors 0"
    assert lines[1].startswith("sharewell_disk_free_bytes ")


def test_the_figures_tell_how_many_pages_were_found_ready(client: FlaskClient) -> None:
    def counted() -> dict[str, int]:
        lines = client.get("/metrics").get_data(as_text=True).splitlines()
        return {line.partition("{")[0]: int(line.rpartition(" ")[2]) for line in lines if "{" in line}

    before = counted()
    for _ in range(3):
        client.get("/modules/golden-rules/be-open")
    after = counted()
    opened = {name: after[name] - before[name] for name in after}
    assert opened == {"sharewell_pages_found_ready_total": 2, "sharewell_pages_rendered_total": 1}
