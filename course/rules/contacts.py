"""What in a local value is a number, a mail address or a web address: whether it is right, and the link that it becomes.

One reading serves both: what `faults` lets through is what `linked` makes links of, and everything else stays the text
that it is. A number is known by its figure 0 or the sign + in front, so that dates, hours and versions are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from markupsafe import Markup, escape

LONGEST_ADDRESS = 1_000  # characters of one web address
SHORT_NUMBERS = "999|112|101|111|105|159|18000|116[ ]?123|116[ ]?000|116[ ]?006"  # the same in the whole country
# What has to stand in front of a short number: "ring 101" is one, "section 111" and "room 101" are not.
IN_FRONT = re.compile(
    r"(?:^|[:,;(/–—-] ?|\b(?:call|ring|dial|phone|telephone|tel|number|on|or|to|police|nhs|emergency)\.? )\Z",
    re.IGNORECASE,
)
PIECE = re.compile(
    rf"""(?P<web>\bhttps?:[^\s<>"]*)
    |(?P<scheme>\b(?:[a-z][a-z0-9+.-]{{1,20}}://|(?:javascript|vbscript|data|blob|file):(?=[a-z/]))[^\s<>"]*)
    |(?P<mail>[^\s@<>()\[\],;:"]+@[^\s@<>()\[\],;:"]+)
    |(?P<bare>\bwww\.[^\s<>"]+)
    |(?P<hours>\b(?:[01][0-9]|2[0-4])[0-5][0-9][ ]?-[ ]?(?:[01][0-9]|2[0-4])[0-5][0-9]\b)
    |(?P<day>(?<![\w+])0[1-9][ -][0-9]{{1,2}}[ -][0-9]{{4}}\b)
    |(?P<phone>(?<![\w.+/])(?:\+|\(\+|\(?0)(?:[ -]|[()][ ]?|[ ][()])?[0-9]+(?:(?:[ -]|[()][ ]?|[ ][(])[0-9]+)*
        (?:,?[ ](?:ext\.?|extension|x)[ ]?[0-9]{{1,7}})?(?!\w))
    |(?P<short>\b(?:{SHORT_NUMBERS})(?![\w/]|[ -][0-9]))""",
    re.IGNORECASE | re.VERBOSE,
)
TAIL = ".,;:!?'\"“”‘’…"
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
# Every range that Ofcom keeps free for stories and demonstrations. The library rightly calls some of them unused (0115 496,
# 01632 960 and 07700 900 today), and which ones changes with its version.
FOR_STORIES = re.compile(
    r"(?:1632960|7700900|8081570|9098790|3069990|2079460|2896496|2920180|1914980|1(?:1[3-8]|[2-6]1)4960)[0-9]{3}"
)
ADDRESS = re.compile(r"\S*(?:://|@|\bwww\.)\S*", re.IGNORECASE)
DOTTED = [  # dots between the figures of a number; two numbers on one line stay two
    re.compile(rf"(?<![\w.+/-])[+(]{{0,2}}[0-9]+{between}(?!\w)")
    for between in (r"(?:\.[0-9]+)+", r"(?:(?:[ .-]|[()]{1,2}|[ .][(]|[)][ .])[0-9]+)+")
]
FEWEST_FIGURES = 5
WHY = {
    phonenumbers.ValidationResult.TOO_LONG: "has too many figures for a phone number",
    phonenumbers.ValidationResult.TOO_SHORT: "has too few figures for a phone number",
    phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "has no area code, or too few figures",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text. `href` is where it leads, None for plain text; `fault` is what is wrong with it, None if nothing."""

    text: str
    href: str | None = None
    fault: str | None = None


def parts(text: str) -> tuple[Part, ...]:
    """The text in pieces, in order; joined they are the text."""
    found, place = [], 0
    for match in PIECE.finditer(text):
        kind = match.lastgroup
        typed = _without_tail(match[0]) if kind in ("web", "mail", "bare", "scheme") else match[0]
        part = _judge(kind, typed, text[: match.start()])
        if part.href is None and part.fault is None:
            continue
        found += [Part(text[place : match.start()]), part] if match.start() > place else [part]
        place = match.start() + len(typed)
    return (*found, Part(text[place:])) if place < len(text) else tuple(found)


def faults(text: str) -> tuple[str, ...]:
    """What is wrong with the numbers and addresses in it, in sentences that say how to write them; none when all are right."""
    return tuple(dict.fromkeys(part.fault for line in text.split("\n") for part in parts(line) if part.fault))


def is_number(text: str) -> bool:
    """Whether the whole of a text is one number that can be rung."""
    found = parts(text)
    return len(found) == 1 and _rings(found[0])


def can_be_rung(text: str) -> bool:
    """Whether there is any number in it that can be rung."""
    return any(_rings(part) for line in text.split("\n") for part in parts(line))


def _rings(part: Part) -> bool:
    return part.href is not None and part.href.startswith("tel:")


def without_addresses(line: str) -> str:
    """A line with blanks in the place of its web and mail addresses, in which figures are no numbers to ring."""
    return ADDRESS.sub(lambda address: " " * len(address[0]), line)


def with_blanks(line: str) -> str:
    """A line whose numbers have blanks between their groups where dots were typed; dates and versions keep their dots."""
    for dotted in DOTTED:
        bare = without_addresses(line)
        for run in reversed([*dotted.finditer(bare)]):
            number = spaced(run[0].replace(".", " "))
            if "." in run[0] and is_number(number):
                line = line[: run.start()] + number + line[run.end() :]
    return line


def spaced(text: str) -> str:
    """With single blanks."""
    return " ".join(text.split())


def linked(text: str) -> Markup:
    """The text as safe HTML: numbers and addresses that are right as links, all else escaped, line ends as breaks."""
    return Markup("<br>").join(
        Markup("").join(_shown(part) for part in parts(line)) for line in text.strip().split("\n")
    )


def _shown(part: Part) -> Markup:
    return escape(part.text) if part.href is None else Markup('<a href="{}">{}</a>').format(part.href, part.text)


def _judge(kind: str | None, typed: str, before: str) -> Part:
    if kind == "web":
        return _web(typed)
    if kind == "mail":
        return _mail(typed)
    if kind == "phone":
        return _phone(typed)
    if kind == "short":
        return Part(typed, f"tel:{typed.replace(' ', '')}" if IN_FRONT.search(before) else None)
    if kind == "bare":
        return Part(typed, fault=f"Write https:// in front of “{typed}”, so that it becomes a link")
    if kind == "scheme":
        return Part(typed, fault=f"“{_short(typed)}” cannot become a link. Use a web address that begins with https://")
    return Part(typed)


def _without_tail(typed: str) -> str:
    """Without the marks that end a sentence or close a bracket behind an address."""
    while typed and (typed[-1] in TAIL or typed.count(")") > typed.count("(") and typed[-1] == ")"):
        typed = typed[:-1]
    return typed


def _short(typed: str) -> str:
    return typed if len(typed) <= 60 else typed[:59] + "…"


def _web(typed: str) -> Part:
    """A web address; only http and https, with a whole host, without a name and password in it."""
    shown = _short(typed)
    if len(typed) > LONGEST_ADDRESS:
        return Part(typed, fault=f"The web address “{shown}” is too long: {LONGEST_ADDRESS} characters are the most")
    try:
        read = urlsplit(typed)
        host, port = read.hostname or "", read.port
    except ValueError:
        return Part(typed, fault=f"“{shown}” is not a web address. Copy it whole from the browser")
    if not typed[len(read.scheme) :].startswith("://"):
        return Part(typed, fault=f"Write “{read.scheme.lower()}://” with two strokes at the beginning of “{shown}”")
    if "@" in read.netloc or port == 0 or "\\" in typed:
        return Part(typed, fault=f"Take the name and password out of “{shown}”: a link for everybody must not hold one")
    if not _is_host(host):
        return Part(typed, fault=f"“{shown}” is not a whole web address. Copy it from the browser")
    return Part(typed, typed)


def _is_host(host: str) -> bool:
    try:
        labels = host.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return False
    return len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()


def _mail(typed: str) -> Part:
    try:
        host = validate_email(typed, check_deliverability=False, globally_deliverable=False).ascii_domain
    except EmailNotValidError:
        host = ""
    if "." not in host:
        return Part(typed, fault=f"“{_short(typed)}” is not a mail address. Write it like name@example.org")
    return Part(typed, "mailto:" + quote(typed, safe="@"))


def _phone(typed: str) -> Part:
    """A number that can be rung; what has too few figures to be meant as one stays plain text."""
    if sum(sign in "0123456789" for sign in typed) < FEWEST_FIGURES:
        return Part(typed)
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException:
        return Part(typed, fault=_wrong_number(typed, "is not a phone number"))
    for_stories = number.country_code == 44 and FOR_STORIES.fullmatch(str(number.national_number))
    if for_stories or phonenumbers.is_valid_number(number):
        return Part(typed, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966))
    why = WHY.get(phonenumbers.is_possible_number_with_reason(number), "cannot be rung: a figure is missing or wrong")
    return Part(typed, fault=_wrong_number(typed, why))


def _wrong_number(typed: str, why: str) -> str:
    mend = "Write all figures from the area code on, with blanks between groups; from abroad + and the country first"
    return f"“{_short(typed)}” {why}. {mend}"
