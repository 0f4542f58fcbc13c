"""The postman: sends the letters of the outbox by SMTP, one by one, and notes what became of each.

A letter is claimed in one short transaction, sent, and marked in another; no transaction is open while the mail server
is spoken to. Whatever happens before the server has the whole text is a failure, and the letter is tried again later. When
it breaks off after that, nobody knows; `rules.letters` says what happens then. When the server cannot be reached at all,
the other letters keep waiting without a try of theirs being counted. Before a letter goes it is asked once more whether it
is still due; where somebody stands is worked out before that.
"""

from __future__ import annotations

import email.policy
import logging
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from course.clock import now
from course.config import Settings
from course.errors import StoreBusy
from course.records import letters_due, outbox, standings
from course.records.database import reading, writing
from course.records.outbox import Claimed
from course.rules import letters
from course.rules.dates import london_day
from course.rules.requirements import Requirement

SECONDS = 10  # for each answer of the mail server
PORTS = {"smtp": 25, "smtps": 465}
LOCAL = ("localhost", "127.0.0.1", "::1")
MOST = 500  # letters in one go
MARKING = 5  # how often marking is tried while the records are busy
ACCEPTED = 250
FAULTS = (OSError, smtplib.SMTPException, ValueError)
log = logging.getLogger("sharewell.mail")


class Unsure(Exception):
    """The server had the whole letter and did not say whether it takes it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """How many letters went, how many did not, and how many were taken back because they are not due any more."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0


def send_due(site: Settings, default: Requirement, goes_on: Callable[[], bool] = lambda: True) -> Carried:
    """Send what is due. Any number of threads and processes may do so at once. Needs an application context.

    default: the values of `course.yaml`. goes_on: asked before each letter; False ends it.
    """
    if site.smtp_url is None:
        return Carried()
    sent = failed = dropped = 0
    line = _Line(site)
    try:
        while sent + failed < MOST and not line.dead and goes_on():
            letter, past = _claim(default)
            dropped += past
            if letter is None:
                break
            if _send(line, letter):
                sent += 1
            else:
                failed += 1
    finally:
        line.hang_up()
    if dropped:
        log.info("letters were taken back, because they are no longer due: %d", dropped)
    return Carried(sent, failed, dropped)


def _claim(default: Requirement) -> tuple[Claimed | None, int]:
    """The next letter, and how many before it were taken back. Nobody who waits for a link waits for the sum of others."""
    with reading() as store:
        kind = outbox.next_kind(store, now())
    if kind is None:
        return None, 0
    if kind in letters.ONCE:
        settle(default)
    with writing() as store:
        dropped = letters_due.drop_next(store, now())
        return outbox.claim(store, now()), dropped


def settle(default: Requirement) -> None:
    """Work out where everybody stands whose row is due, some hundreds at a time; without one nothing is written."""
    day, working = london_day(now()), True
    with reading() as store:
        if standings.is_settled(store, default, day):
            return
    while working:
        with writing() as store:
            working = standings.settle_part(store, default, day) > 0


def _send(line: _Line, letter: Claimed) -> bool:
    """Send one letter and mark it; whether it went."""
    try:
        line.carry(letter)
    except Unsure:
        log.warning("a letter broke off on its way, and nobody knows whether it arrived")
        _mark(letter, "unsure")
    except FAULTS as fault:
        _mark(letter, type(fault).__name__)
        log.warning("a letter could not be sent: %s", type(fault).__name__)
    else:
        _mark(letter, "")
        return True
    line.hang_up()
    return False


def _mark(letter: Claimed, fault: str) -> None:
    """Note what became of a letter; "" means that it went. Tried again while the records are busy."""
    for chance in range(MARKING):
        try:
            with writing() as store:
                if not fault:
                    outbox.mark_sent(store, letter, now())
                elif fault == "unsure":
                    outbox.mark_unsure(store, letter, now())
                else:
                    outbox.mark_failed(store, letter, fault, now())
            return
        except StoreBusy:
            if chance == MARKING - 1:
                raise


class _Line:
    """A connection to the mail server, opened for the first letter and opened anew after a fault."""

    def __init__(self, site: Settings) -> None:
        self.site = site
        self.server: smtplib.SMTP | None = None
        self.dead = False  # the server cannot be reached, or does not let us in

    def carry(self, letter: Claimed) -> None:
        """Hand a letter over. Raises Unsure, or one of FAULTS where it has surely not gone."""
        message = _message(letter, self.site)
        if self.server is None:
            self.dead = True
            self.server = _connect(urlsplit(self.site.smtp_url or ""), self.site.public_host)
            self.dead = False
        _hand_over(self.server, parseaddr(self.site.mail_from or "")[1], letter.address, message)

    def hang_up(self) -> None:
        """End the connection, whatever state it is in."""
        if self.server is not None:
            with suppress(*FAULTS):
                self.server.quit()
            self.server.close()
            self.server = None


def _hand_over(server: smtplib.SMTP, sender: str, to: str, message: EmailMessage) -> None:
    server.ehlo_or_helo_if_needed()
    plain = sender.isascii() and to.isascii()
    if not plain and not server.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError("the server takes no addresses of this kind")
    text = message.as_bytes(policy=email.policy.SMTP if plain else email.policy.SMTPUTF8)
    code, said = server.mail(sender, () if plain else ("SMTPUTF8", "BODY=8BITMIME"))
    if code == ACCEPTED:
        code, said = server.rcpt(to)
    if code not in (ACCEPTED, 251):
        raise smtplib.SMTPResponseException(code, said)
    try:
        code, said = server.data(text)
    except smtplib.SMTPDataError:
        raise
    except (OSError, smtplib.SMTPException) as broken:
        raise Unsure from broken
    if code != ACCEPTED:
        raise smtplib.SMTPDataError(code, said)


def _message(letter: Claimed, site: Settings) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = site.mail_from, letter.address, letter.subject
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
