"""Letters to one person each, sent by SMTP after the commit and beside the request.

Beside it, because how long a mail server takes would tell whether an account exists, and because a slow mail server must
not hold a page up. A letter that cannot be sent is a line in the log without names; the page stays the same.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app
from sqlalchemy import Connection

from course.config import Settings
from course.records.accounts import email_key
from course.web.access import guessing
from course.web.access.guessing import Brake

SECONDS = 10
PORTS = {"smtp": 25, "smtps": 465}
LOCAL = ("localhost", "127.0.0.1", "::1")
log = logging.getLogger("sharewell.mail")
_postmen = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in plain text. `brake` says how many of its kind one recipient gets in a day."""

    to: str
    subject: str
    text: str
    brake: Brake


def settings() -> Settings:
    """The settings of the running site."""
    found: Settings = current_app.config["SHAREWELL"]
    return found


def is_set() -> bool:
    """Whether this site can send mail at all."""
    return settings().smtp_url is not None


def allowed(store: Connection, letter: Letter) -> Letter | None:
    """The letter, counted; None on a site without mail, and where the recipient has had as many as one gets in a day.

    Every letter goes through here, in the transaction that it tells of, so that nobody can be flooded.
    """
    if not is_set() or not guessing.count_in(store, letter.brake, email_key(letter.to)):
        return None
    return letter


def post(*letters: Letter | None) -> None:
    """Send letters on their way, after the commit."""
    for letter in letters:
        if letter is not None:
            _postmen.submit(_deliver, letter, settings())


def _deliver(letter: Letter, site: Settings) -> None:
    try:
        with _connect(urlsplit(site.smtp_url or ""), site.public_host) as server:
            server.send_message(_message(letter, site))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("a letter could not be sent: %s", type(error).__name__)


def _message(letter: Letter, site: Settings) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = site.mail_from, letter.to, letter.subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=site.public_host or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _connect(url: SplitResult, own_name: str) -> smtplib.SMTP:
    """A connection, encrypted where the server can; a password never crosses a network in the open."""
    host, port = url.hostname or "", url.port or PORTS.get(url.scheme, 25)
    secure = ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, own_name, timeout=SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, port, own_name, timeout=SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=secure)
        elif url.username and host not in LOCAL:
            server.close()
            raise smtplib.SMTPNotSupportedError("the server takes no encryption")
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server
