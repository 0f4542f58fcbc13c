"""The shipped start command, from outside: slow clients, signals, ports, first run by many at once."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from course.catalogue.shelf import Shelf
from course.config import Settings
from course.server import application, made_ready
from tests.setup.serving import ROOT, Site, done_at, environment, finish, free_port

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One running site for all tests that leave it running."""
    started = Site(tmp_path_factory.mktemp("site") / "instance").wait_until_ready()
    yield started
    assert started.stop() == 0


def refused(instance: Path, port: int, *words: str, **more: str) -> str:
    """What a command says that is expected to fail; never a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "course", *(words or ("serve",))],
        cwd=ROOT,
        env=environment(instance, port, **more),
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_the_start_prints_the_address_and_a_set_up_link_that_opens(site: Site) -> None:
    assert f"Sharewell is ready: http://127.0.0.1:{site.port}\n" in site.said
    link = re.search(rf"http://127\.0\.0\.1:{site.port}(/set-up/\S+)", site.said)
    assert link is not None
    assert site.get(link[1])[0].status == 200
    assert site.get("/set-up/not-a-token")[0].status != 200


def test_the_program_is_made_before_the_processes_part_and_has_no_database_open_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.log.start", lambda: None)  # the log of this process is the tests' own
    settings = Settings.from_environ(
        {"SHAREWELL_INSTANCE": str(tmp_path / "none"), "SHAREWELL_SECRET_KEY": secrets.token_urlsafe(48)}
    )
    program = made_ready(settings, Shelf(ROOT))
    doors = program.extensions["doors"]
    assert [door.pool.checkedin() + door.pool.checkedout() for door in (doors.reader, doors.writer)] == [0, 0]
    assert not settings.instance.exists()
    assert program.extensions["searching"]._finder is not None
    served = application(settings, program)
    assert served.application.program is program  # type: ignore[attr-defined]


def test_fifty_half_sent_bodies_do_not_stop_ordinary_requests(site: Site) -> None:
    half_sent = [site.half_post() for _ in range(50)]
    try:
        for path in ("/", "/healthz") * 5:
            assert site.get(path)[0].status == 200
    finally:
        answers = [finish(connection) for connection in half_sent]
    assert {answer.split()[1] for answer in answers} <= {b"400", b"403", b"405"}


def test_half_sent_headers_do_not_stop_ordinary_requests(site: Site) -> None:
    half_sent = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(50)]
    try:
        for connection in half_sent:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert [site.get("/healthz")[0].status for _ in range(5)] == [200] * 5
    finally:
        for connection in half_sent:
            connection.close()


@pytest.mark.parametrize("size", [1_000_001, 3_000_000])
def test_a_body_that_is_too_large_gets_a_page(site: Site, size: int) -> None:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("POST", "/sign-in", body=b"x" * size)
    response = connection.getresponse()
    page = response.read().decode()
    connection.close()
    assert response.status == 413
    assert "<h1>That is too much at once</h1>" in page


def test_static_files_are_compressed_immutable_and_sealed(site: Site) -> None:
    page = site.get("/")[1].decode()
    addresses = re.findall(r"/static/site\.[0-9a-f]{12}\.(?:css|js)", page)
    assert {address.rpartition(".")[2] for address in addresses} == {"css", "js"}
    for address in addresses:
        for encoding in ("br", "gzip"):
            response, _ = site.get(address, **{"Accept-Encoding": encoding})
            assert response.status == 200
            assert response.headers["Content-Encoding"] == encoding
            assert "immutable" in response.headers["Cache-Control"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "Access-Control-Allow-Origin" not in response.headers


def test_a_taken_port_is_told_by_a_second_server_of_the_same_and_of_another_site(site: Site, tmp_path: Path) -> None:
    for instance in (site.instance, tmp_path / "other"):
        said = refused(instance, site.port)
        assert f"Port {site.port} is already taken on 127.0.0.1." in said
        assert "SHAREWELL_PORT=" in said
    assert site.get("/healthz")[0].status == 200


def test_a_port_taken_by_another_program_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Port {port} is already taken" in refused(tmp_path / "instance", port)


def test_a_host_name_this_machine_does_not_know_is_told(tmp_path: Path) -> None:
    more = {"SHAREWELL_HOST": "nowhere.invalid", "SHAREWELL_PUBLIC_URL": "http://nowhere.invalid"}
    assert "which this machine does not know" in refused(tmp_path / "instance", free_port(), **more)


def test_a_killed_worker_is_replaced_and_a_killed_first_process_leaves_nobody_behind(tmp_path: Path) -> None:
    """Also: with the daily round switched off and without mail nothing runs beside the server."""
    site = Site(tmp_path / "instance", more={"SHAREWELL_DAILY": "off"}).wait_until_ready()
    (worker,) = site.workers()
    os.kill(worker, signal.SIGKILL)
    answered_after(site, seconds=30)
    (worker,) = site.workers()
    site.process.kill()
    site.process.wait(30)
    deadline = time.monotonic() + 30
    while Path(f"/proc/{worker}").exists():
        assert time.monotonic() < deadline, "the worker outlived its parent"
        time.sleep(0.1)
    assert not done_at(site.instance)
    a_request_half_sent_when_the_stop_signal_comes_is_still_answered(Site(site.instance, site.port).wait_until_ready())


def a_request_half_sent_when_the_stop_signal_comes_is_still_answered(site: Site) -> None:
    """Part of the test above, whose last site has to stop in any case."""
    connection = site.half_post()
    time.sleep(0.3)
    site.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    assert finish(connection).startswith(b"HTTP/1.1 4")
    assert site.stop() == 0
    assert "Traceback" not in site.logged


def answered_after(site: Site, *, seconds: float) -> None:
    """Wait until requests are answered again."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            assert site.get("/healthz")[0].status == 200
            return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_eight_servers_started_at_once_on_an_empty_folder_all_end_well(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    sites = [Site(instance) for _ in range(8)]
    try:
        for site in sites:
            site.wait_until_ready()
            assert site.get("/healthz")[0].status == 200
            assert site.get("/readyz")[0].status == 200
    finally:
        codes = [site.stop() for site in sites]
    assert codes == [0] * 8
    assert all("Traceback" not in site.logged for site in sites)
    assert stat.S_IMODE((instance / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in instance.glob(".secret-key*")] == []
