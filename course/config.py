"""Settings: what the environment says, checked once and then frozen.

Every fault is gathered and said together. A name that begins with SHAREWELL_ and is not known is a fault too: a
misspelt setting that silently does nothing is how a site ends up without mail or open to the wrong people. An empty
value counts as not set. `docs/operating.md` explains every name; a test compares the two.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from course import setting_values as values
from course.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FILE = "sharewell.db"
NAMES = (
    "SHAREWELL_HOST",
    "SHAREWELL_PORT",
    "SHAREWELL_WORKERS",
    "SHAREWELL_INSTANCE",
    "SHAREWELL_PUBLIC_URL",
    "DATABASE_URL",
    "SHAREWELL_SECRET_KEY",
    "SHAREWELL_SECRET_KEY_FALLBACKS",
    "SHAREWELL_TRUSTED_HOSTS",
    "SHAREWELL_PROXY_HOPS",
    "SHAREWELL_OPEN_SIGN_UP",
    "SHAREWELL_SMTP_URL",
    "SHAREWELL_MAIL_FROM",
    "SHAREWELL_DAILY",
    "SHAREWELL_DEMO_PASSWORD",
    "SHAREWELL_NOW",
)
SECRET_NAMES = frozenset(
    {
        "DATABASE_URL",
        "SHAREWELL_SECRET_KEY",
        "SHAREWELL_SECRET_KEY_FALLBACKS",
        "SHAREWELL_SMTP_URL",
        "SHAREWELL_DEMO_PASSWORD",
    }
)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator can set. Complete but for the secret key, which the first run makes when none is given."""

    host: str
    port: int
    workers: int
    instance: Path  # absolute
    public_url: str  # without a slash at the end
    database_url: str = field(repr=False)  # may hold a password
    secret_key: str | None = field(default=None, repr=False)  # None until the first run has read or made the file
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    trusted_hosts: tuple[str, ...]
    proxy_hops: int = 0
    open_sign_up: bool = True
    smtp_url: str | None = field(default=None, repr=False)  # None: no mail; may hold a password
    mail_from: str | None = None  # None exactly when smtp_url is
    daily: bool = True
    demo_password: str | None = field(default=None, repr=False)  # None: one is made
    demo: bool = False  # set by the word `demo` alone, never by the environment
    now: dt.datetime | None = None  # None: the real time

    @property
    def https(self) -> bool:
        """Whether people reach the site by HTTPS; switches on Secure cookies and HSTS."""
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        """The host name in the public address."""
        return urlsplit(self.public_url).hostname or ""

    def warnings(self) -> tuple[str, ...]:
        """What works but is not safe, one sentence each; empty on a sound machine."""
        found = []
        if not self.https and not values.is_loopback(self.public_host):
            found.append(
                "SHAREWELL_PUBLIC_URL does not begin with https://, so passwords cross the network in the open: "
                "put the site behind a proxy that speaks HTTPS"
            )
        if self.https and self.proxy_hops == 0:
            found.append(
                "SHAREWELL_PUBLIC_URL is https:// and SHAREWELL_PROXY_HOPS is 0, so every visitor seems to come from "
                "the proxy and the brake on guessing counts them as one: set it to the number of proxies, mostly 1"
            )
        return tuple(found)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None, *, root: Path = ROOT) -> Settings:
        """Read the settings; raises SettingsError once, with every fault on a line of its own."""
        reading = _Reading(os.environ if environ is None else environ)
        settings = _read(reading, root)
        _check_together(reading, settings)
        _check_names(reading)
        if reading.faults:
            raise SettingsError("The settings are wrong:\n" + "\n".join(f"- {fault}" for fault in reading.faults))
        return settings


class _Reading:
    """Reads one name after the other and keeps the faults; what cannot be read counts as its default meanwhile."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = {name: text.strip() for name, text in environ.items() if text.strip()}
        self.faults: list[str] = []

    def value(self, name: str, parse: values.Parse[Value], default: Value) -> Value:
        text = self.environ.get(name)
        if text is None:
            return default
        try:
            return parse(text)
        except ValueError as fault:
            shown = "not right" if name in SECRET_NAMES else f"“{text}”"
            self.faults.append(f"{name} is {shown}: {fault}.")
            return default


def _read(reading: _Reading, root: Path) -> Settings:
    value = reading.value
    none: str | None = None
    host = value("SHAREWELL_HOST", values.host, "127.0.0.1")
    port = value("SHAREWELL_PORT", values.whole_number(1, 65535), 8000)
    instance = value("SHAREWELL_INSTANCE", lambda text: root / Path(text).expanduser(), root / "instance")
    public_url = value("SHAREWELL_PUBLIC_URL", values.public_url, _loopback_url(host, port))
    return Settings(
        host=host,
        port=port,
        workers=value("SHAREWELL_WORKERS", values.whole_number(1, values.MOST_WORKERS), _cores()),
        instance=instance,
        public_url=public_url,
        database_url=value("DATABASE_URL", values.database_url(instance), f"sqlite:///{instance / DATABASE_FILE}"),
        secret_key=value("SHAREWELL_SECRET_KEY", values.secret_key, none),
        secret_key_fallbacks=value("SHAREWELL_SECRET_KEY_FALLBACKS", values.secret_keys, ()),
        trusted_hosts=value("SHAREWELL_TRUSTED_HOSTS", values.host_names, _own_hosts(public_url)),
        proxy_hops=value("SHAREWELL_PROXY_HOPS", values.whole_number(0, 5), 0),
        open_sign_up=value("SHAREWELL_OPEN_SIGN_UP", values.switch, True),
        smtp_url=value("SHAREWELL_SMTP_URL", values.smtp_url, none),
        mail_from=value("SHAREWELL_MAIL_FROM", values.mail_from, none),
        daily=value("SHAREWELL_DAILY", values.switch, True),
        demo_password=value("SHAREWELL_DEMO_PASSWORD", values.password, none),
        now=value("SHAREWELL_NOW", values.moment, None),
    )


def _loopback_url(host: str, port: int) -> str:
    """The address for a browser on this machine; also when the server listens on every address."""
    name = host if values.is_loopback(host) and ":" not in host else "127.0.0.1"
    return f"http://{'localhost' if host == '::1' else name}:{port}"


def _own_hosts(public_url: str) -> tuple[str, ...]:
    """The host names answered to when none are set: the public one and this machine's own."""
    return tuple(dict.fromkeys([urlsplit(public_url).hostname or "localhost", "localhost", "127.0.0.1"]))


def _cores() -> int:
    """One process a core that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, values.MOST_WORKERS)


def _check_together(reading: _Reading, settings: Settings) -> None:
    """Faults that lie between two settings."""
    given = reading.environ
    local = values.is_loopback(settings.host)
    if not local and not {"SHAREWELL_PUBLIC_URL", "SHAREWELL_TRUSTED_HOSTS"} & given.keys():
        reading.faults.append(
            f"SHAREWELL_HOST is “{settings.host}”, which other machines can reach: set SHAREWELL_PUBLIC_URL to "
            "the address that people will type."
        )
    if settings.now and not (local and values.is_loopback(settings.public_host)):
        reading.faults.append("SHAREWELL_NOW is for tests and demonstrations on this machine alone: take it away.")
    for name, other in (
        ("SHAREWELL_SMTP_URL", "SHAREWELL_MAIL_FROM"),
        ("SHAREWELL_MAIL_FROM", "SHAREWELL_SMTP_URL"),
    ):
        if name in given and other not in given:
            reading.faults.append(f"{name} is set, but not {other}: mail needs both.")


def _check_names(reading: _Reading) -> None:
    """A name nobody knows, with the right one that is nearest to it."""
    for name in sorted(reading.environ):
        if name.upper().startswith("SHAREWELL_") and name not in NAMES:
            nearest = get_close_matches(name.upper(), NAMES, n=1, cutoff=0)[0]
            reading.faults.append(f"{name} is not a setting. Did you mean {nearest}?")
