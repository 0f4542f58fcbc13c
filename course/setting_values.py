"""What a setting's text may be. Each function takes the text and gives the value, or raises ValueError.

Messages continue the sentence "NAME is “text”: …", so they say what is wanted and never repeat the text, which may be
a secret.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

Value = TypeVar("Value")
Parse = Callable[[str], Value]

MOST_WORKERS = 64
SHORTEST_KEY = 32
FEWEST_CHARACTERS = 8
KNOWN_EXAMPLES = ("changeme", "change-me", "change me", "your", "secret", "example", "replace", "insecure", "django")
HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
YES = frozenset({"on", "yes", "true", "1"})
NO = frozenset({"off", "no", "false", "0"})


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine and nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host(text: str) -> str:
    """An address of this machine, or a host name."""
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        return host_name(text)


def host_name(text: str) -> str:
    """A host name without a port; a dot in front stands for every name under it."""
    bare = text.removeprefix(".")
    if not HOST_NAME.fullmatch(bare) or ".." in bare:
        raise ValueError("write a host name or an address, without http:// and without a port")
    return text.lower()


def host_names(text: str) -> tuple[str, ...]:
    """Host names, divided by commas."""
    return tuple(host_name(part.strip()) for part in text.split(",") if part.strip())


def whole_number(lowest: int, highest: int) -> Parse[int]:
    """A parser of whole numbers between the two, both included."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not lowest <= int(text) <= highest:
            raise ValueError(f"write a whole number from {lowest} to {highest}")
        return int(text)

    return parse


def switch(text: str) -> bool:
    """On or off."""
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise ValueError("write on or off")


def public_url(text: str) -> str:
    """The address that people type; without a slash at the end."""
    parts = _split(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write the whole address, such as https://course.example.org")
    if parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("write the address alone, such as https://course.example.org, with nothing behind it")
    return text.rstrip("/")


def database_url(instance: Path) -> Parse[str]:
    """A parser of database addresses; a relative SQLite path lies in the instance folder."""

    def parse(text: str) -> str:
        if text.startswith("sqlite:"):
            return _sqlite_url(text, instance)
        if re.match(r"postgres(ql)?(\+\w+)?://", text) and not text.startswith("postgresql+psycopg://"):
            raise ValueError("write postgresql+psycopg:// in front")
        if not text.startswith("postgresql+psycopg://") or not _split(text).path.strip("/"):
            raise ValueError("write sqlite:////folder/file.db or postgresql+psycopg://user:password@host/database")
        return text

    return parse


def _sqlite_url(text: str, instance: Path) -> str:
    path = text.removeprefix("sqlite:///")
    if path == text or not path or path.startswith(":memory:") or "?" in path:
        raise ValueError("write sqlite:////folder/file.db; a database in memory would be lost at every stop")
    return f"sqlite:///{instance / path}"


def secret_key(text: str) -> str:
    """A key that signs cookies; short, monotonous and well-known ones are refused."""
    if len(text) < SHORTEST_KEY:
        raise ValueError(f"it needs at least {SHORTEST_KEY} characters; leave it out and one is made")
    if len(set(text)) < FEWEST_CHARACTERS or text.lower().startswith(KNOWN_EXAMPLES):
        raise ValueError("it can be guessed; leave it out and one is made")
    return text


def secret_keys(text: str) -> tuple[str, ...]:
    """Earlier keys, divided by commas."""
    return tuple(secret_key(part.strip()) for part in text.split(",") if part.strip())


def smtp_url(text: str) -> str:
    """The address of a mail server."""
    parts = _split(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("write smtp://user:password@host:587 or smtps://user:password@host:465")
    return text


def mail_from(text: str) -> str:
    """The sender of mail: an address, perhaps with a name in front."""
    _, address = parseaddr(text)
    if not is_mail_address(address) or re.search(r"[\r\n]", text):
        raise ValueError("write an address such as course@example.org or Sharewell <course@example.org>")
    return text


def is_mail_address(text: str) -> bool:
    """Whether a text has the form of an email address; whether mail arrives there is another matter."""
    return bool(re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", text))


def password(text: str) -> str:
    """A password for the accounts of a demonstration."""
    if len(text) < FEWEST_CHARACTERS:
        raise ValueError(f"it needs at least {FEWEST_CHARACTERS} characters")
    return text


def moment(text: str) -> dt.datetime:
    """A date or a moment; without an offset it is UTC."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("write a date or a moment, such as 2026-11-22 or 2026-11-22T09:00:00+00:00") from None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _split(text: str) -> SplitResult:
    """The parts of an address; a broken one is the same fault as a foreign one."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts if not re.search(r"\s", text) else urlsplit("")
