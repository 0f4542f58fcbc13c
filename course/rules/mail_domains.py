"""The part of an email address behind the @, and which of them belong to nobody's organisation but to a mail provider."""

from __future__ import annotations

import re

from course.rules.texts import trimmed

# Where anybody can have an address. A name that ends in a full stop stands for every ending: hotmail.co.uk, hotmail.fr.
PUBLIC = frozenset(
    """
    126.com 163.com aim.com aol.com aol.co.uk blueyonder.co.uk bt.com btconnect.com btinternet.com btopenworld.com
    comcast.net duck.com email.com fastmail.com fastmail.fm freeserve.co.uk gmail.com gmx. googlemail.com hey.com
    hotmail. hushmail.com icloud.com inbox.com live. mac.com mail.com mail.ru me.com msn.com ntlworld.com o2.co.uk
    onetel.com orange.fr outlook. pm.me posteo. proton.me protonmail. qq.com rediffmail.com rocketmail.com sky.com
    supanet.com talk21.com talktalk.net tesco.net tiscali.co.uk tuta.com tutanota.com uwclub.net virgin.net
    virginmedia.com web.de wanadoo. yahoo. yandex. ymail.com zoho.com zohomail.com
    """.split()
)
# Endings under which organisations take their names: nobody's own.
ENDINGS = frozenset(
    "ac.uk co.uk gov.uk ltd.uk me.uk net.uk nhs.uk org.uk plc.uk police.uk sch.uk parliament.uk".split()
)
# One domain of many organisations.
SHARED_BY_MANY = frozenset({"nhs.net"})
COUNTRY = re.compile(r"com|net|org|((co|com)\.)?[a-z]{2}")
PART = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"({PART}\.)+[a-z]([a-z0-9-]{{0,61}}[a-z0-9])?")
LONGEST = 253
FORM = "Enter what stands behind the @ in your addresses, like nursery.example"
ANYBODY = "Anybody can have an address there, so it cannot stand for one organisation"
TOO_WIDE = "Many organisations have addresses that end like this. Enter the whole of yours"
SHARED = "Many organisations share these addresses, so they cannot stand for one. Give out a join code instead"


def domain_of(email: str) -> str:
    """The domain of an address in the form in which domains are kept: small letters, other scripts as `xn--…`."""
    return as_kept(email.rpartition("@")[2])


def as_kept(typed: str) -> str:
    """A domain as it is kept, of what somebody typed: with or without the @ or blanks. "" where it cannot be one."""
    text = trimmed(typed).casefold().removeprefix("@").rstrip(".")
    try:
        return text.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def as_written(domain: str) -> str:
    """A kept domain as it stands in addresses, which keep other scripts; "" where it cannot be read."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return ""


def is_public(domain: str) -> bool:
    """Whether it belongs to a provider that gives addresses to anybody."""
    names = domain.split(".")
    parents = [".".join(names[start:]) for start in range(len(names))]
    return any(each in PUBLIC or _is_branch(*each.split(".", 1)) for each in parents[:-1])


def _is_branch(name: str, ending: str) -> bool:
    """Whether it is a provider's name under a country's ending."""
    return f"{name}." in PUBLIC and COUNTRY.fullmatch(ending) is not None


def fault(domain: str) -> str | None:
    """Why a domain cannot lead to an organisation; None where it can."""
    if len(domain) > LONGEST or not DOMAIN.fullmatch(domain) or not as_written(domain):
        return FORM
    if is_public(domain):
        return ANYBODY
    if domain in SHARED_BY_MANY:
        return SHARED
    return TOO_WIDE if domain in ENDINGS else None
