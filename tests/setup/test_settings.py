"""Settings: what may be set, what is refused in which words, and that all faults come at once."""

import datetime as dt
from pathlib import Path

import pytest

from course.config import NAMES, SECRET_NAMES, Settings
from course.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "0123456789abcdefghijklmnopqrstuvwxyz"


def read(**environ: str) -> Settings:
    return Settings.from_environ(environ, root=Path("/site"))


def faults(**environ: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(**environ)
    first, *rest = str(caught.value).splitlines()
    assert first == "The settings are wrong:"
    return [line.removeprefix("- ") for line in rest]


def test_nothing_set_gives_a_site_on_this_machine_with_sqlite() -> None:
    settings = read()
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.database_url == "sqlite:////site/instance/sharewell.db"
    assert settings.instance == Path("/site/instance")
    assert settings.secret_key is None
    assert settings.workers >= 1
    assert (settings.proxy_hops, settings.open_sign_up, settings.daily, settings.https) == (0, True, True, False)
    assert settings.trusted_hosts == ("127.0.0.1", "localhost")
    assert settings.warnings() == ()


@pytest.mark.parametrize(
    ("name", "text", "attribute", "value"),
    [
        ("SHAREWELL_HOST", "localhost", "host", "localhost"),
        ("SHAREWELL_HOST", "[::1]", "host", "::1"),
        ("SHAREWELL_PORT", "1", "port", 1),
        ("SHAREWELL_PORT", " 65535 ", "port", 65535),
        ("SHAREWELL_WORKERS", "64", "workers", 64),
        ("SHAREWELL_INSTANCE", "data", "instance", Path("/site/data")),
        ("SHAREWELL_INSTANCE", "/srv/data", "instance", Path("/srv/data")),
        ("SHAREWELL_PUBLIC_URL", "https://course.example.org/", "public_url", "https://course.example.org"),
        ("SHAREWELL_PUBLIC_URL", "", "public_url", "http://127.0.0.1:8000"),
        ("DATABASE_URL", "sqlite:///records.db", "database_url", "sqlite:////site/instance/records.db"),
        ("DATABASE_URL", "sqlite:////srv/records.db", "database_url", "sqlite:////srv/records.db"),
        ("DATABASE_URL", "postgresql+psycopg://u:p@db/x", "database_url", "postgresql+psycopg://u:p@db/x"),
        ("SHAREWELL_SECRET_KEY", GOOD_KEY, "secret_key", GOOD_KEY),
        (
            "SHAREWELL_SECRET_KEY_FALLBACKS",
            f"{GOOD_KEY}, {GOOD_KEY}A",
            "secret_key_fallbacks",
            (GOOD_KEY, GOOD_KEY + "A"),
        ),
        ("SHAREWELL_TRUSTED_HOSTS", "a.example, .b.example", "trusted_hosts", ("a.example", ".b.example")),
        ("SHAREWELL_PROXY_HOPS", "2", "proxy_hops", 2),
        ("SHAREWELL_OPEN_SIGN_UP", "Off", "open_sign_up", False),
        ("SHAREWELL_DAILY", "0", "daily", False),
        ("SHAREWELL_DEMO_PASSWORD", "longenough", "demo_password", "longenough"),
        ("SHAREWELL_NOW", "2026-11-22", "now", dt.datetime(2026, 11, 22, tzinfo=dt.UTC)),
        ("SHAREWELL_NOW", "2026-11-22T09:30:00+00:00", "now", dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)),
    ],
)
def test_a_good_value_is_taken(name: str, text: str, attribute: str, value: object) -> None:
    assert getattr(read(**{name: text}), attribute) == value


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("SHAREWELL_HOST", "http://here", "write a host name or an address"),
        ("SHAREWELL_PORT", "0", "a whole number from 1 to 65535"),
        ("SHAREWELL_PORT", "65536", "a whole number from 1 to 65535"),
        ("SHAREWELL_PORT", "8000.0", "a whole number from 1 to 65535"),
        ("SHAREWELL_PORT", "٨٠٠٠", "a whole number from 1 to 65535"),
        ("SHAREWELL_WORKERS", "0", "a whole number from 1 to 64"),
        ("SHAREWELL_WORKERS", "65", "a whole number from 1 to 64"),
        ("SHAREWELL_PUBLIC_URL", "course.example.org", "write the whole address"),
        ("SHAREWELL_PUBLIC_URL", "ftp://course.example.org", "write the whole address"),
        ("SHAREWELL_PUBLIC_URL", "https://course.example.org/course", "nothing behind it"),
        ("SHAREWELL_PUBLIC_URL", "https://me@course.example.org", "nothing behind it"),
        ("SHAREWELL_PUBLIC_URL", "https://course.example.org:port", "write the whole address"),
        ("DATABASE_URL", "sqlite://", "a database in memory would be lost"),
        ("DATABASE_URL", "sqlite:///:memory:", "a database in memory would be lost"),
        ("DATABASE_URL", "postgres://u:p@db/x", "write postgresql+psycopg:// in front"),
        ("DATABASE_URL", "postgresql://u:p@db/x", "write postgresql+psycopg:// in front"),
        ("DATABASE_URL", "postgresql+psycopg://u:p@db", "write sqlite:////folder/file.db or postgresql+psycopg://"),
        ("DATABASE_URL", "mysql://u:p@db/x", "write sqlite:////folder/file.db or postgresql+psycopg://"),
        ("SHAREWELL_SECRET_KEY", GOOD_KEY[:31], "at least 32 characters"),
        ("SHAREWELL_SECRET_KEY", "ab" * 32, "it can be guessed"),
        ("SHAREWELL_SECRET_KEY", "change-me-0123456789abcdefghijklmnop", "it can be guessed"),
        ("SHAREWELL_SECRET_KEY_FALLBACKS", f"{GOOD_KEY},short", "at least 32 characters"),
        ("SHAREWELL_TRUSTED_HOSTS", "https://a.example", "without http://"),
        ("SHAREWELL_TRUSTED_HOSTS", "a.example:443", "without a port"),
        ("SHAREWELL_PROXY_HOPS", "-1", "a whole number from 0 to 5"),
        ("SHAREWELL_OPEN_SIGN_UP", "maybe", "write on or off"),
        ("SHAREWELL_DEMO_PASSWORD", "short", "at least 8 characters"),
        ("SHAREWELL_NOW", "yesterday", "write a date or a moment"),
    ],
)
def test_a_bad_value_is_one_fault_that_says_what_is_wanted(name: str, text: str, wanted: str) -> None:
    (fault,) = faults(**{name: text})
    assert fault.startswith(f"{name} is ")
    assert wanted in fault


@pytest.mark.parametrize("name", sorted(SECRET_NAMES))
def test_a_fault_never_repeats_a_secret(name: str) -> None:
    assert all("hunter2" not in fault for fault in faults(**{name: "hunter2"}))


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"SHAREWELL_HOST": "0.0.0.0"}, "set SHAREWELL_PUBLIC_URL"),
        ({"SHAREWELL_SMTP_URL": "smtp://mail:25"}, "but not SHAREWELL_MAIL_FROM"),
        ({"SHAREWELL_MAIL_FROM": "a@b.example"}, "but not SHAREWELL_SMTP_URL"),
        ({"SHAREWELL_SMTP_URL": "mail:25", "SHAREWELL_MAIL_FROM": "a@b.example"}, "write smtp://"),
        ({"SHAREWELL_SMTP_URL": "smtp://mail", "SHAREWELL_MAIL_FROM": "nobody"}, "write an address"),
        (
            {"SHAREWELL_HOST": "0.0.0.0", "SHAREWELL_PUBLIC_URL": "http://a.example", "SHAREWELL_NOW": "2026-11-22"},
            "for tests and demonstrations",
        ),
        ({"SHAREWELL_PUBLIC_URL": "https://a.example", "SHAREWELL_NOW": "2026-11-22"}, "for tests and demonstrations"),
    ],
)
def test_settings_that_do_not_fit_together_are_a_fault(environ: dict[str, str], wanted: str) -> None:
    (fault,) = faults(**environ)
    assert wanted in fault


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("SHAREWELL_PROT", "SHAREWELL_PORT"),
        ("SHAREWELL_SMTP", "SHAREWELL_SMTP_URL"),
        ("SHAREWELL_SECRETKEY", "SHAREWELL_SECRET_KEY"),
        ("sharewell_port", "SHAREWELL_PORT"),
        ("SHAREWELL_XYZZY", "SHAREWELL_"),
    ],
)
def test_an_unknown_name_is_a_fault_that_names_the_nearest_right_one(name: str, nearest: str) -> None:
    (fault,) = faults(**{name: "8000"})
    assert fault.startswith(f"{name} is not a setting. Did you mean {nearest}")


def test_every_fault_is_told_at_once() -> None:
    found = faults(SHAREWELL_PORT="x", SHAREWELL_WORKERS="y", SHAREWELL_PROT="1", DATABASE_URL="z")
    assert [fault.split()[0] for fault in found] == [
        "SHAREWELL_PORT",
        "SHAREWELL_WORKERS",
        "DATABASE_URL",
        "SHAREWELL_PROT",
    ]


def test_other_programs_variables_are_not_ours() -> None:
    assert read(PATH="/bin", SHAREPOINT_PORT="1").port == 8000


def test_https_is_known_by_the_public_address_and_asks_for_a_proxy() -> None:
    settings = read(SHAREWELL_PUBLIC_URL="https://course.example.org")
    assert settings.https
    assert settings.trusted_hosts == ("course.example.org", "localhost", "127.0.0.1")
    assert ["SHAREWELL_PROXY_HOPS" in warning for warning in settings.warnings()] == [True]
    assert read(SHAREWELL_PUBLIC_URL="https://course.example.org", SHAREWELL_PROXY_HOPS="1").warnings() == ()


def test_a_public_site_without_https_is_warned_about() -> None:
    (warning,) = read(SHAREWELL_PUBLIC_URL="http://course.example.org").warnings()
    assert "passwords cross the network in the open" in warning


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    shown = repr(read(SHAREWELL_SECRET_KEY=GOOD_KEY, DATABASE_URL="postgresql+psycopg://u:hunter2@db/x"))
    assert GOOD_KEY not in shown
    assert "hunter2" not in shown


def test_the_manual_explains_every_setting_and_no_other() -> None:
    manual = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip(" `") for line in manual.splitlines() if line.startswith(("| `SHARE", "| `DATA"))]
    assert sorted(rows) == sorted(NAMES)
