"""What no actor of the authorisation matrix may read anywhere, whatever address opens: looked for in every answer."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from html import unescape

from lxml import html as lxml_html
from werkzeug.test import TestResponse

from tests.documents.pages_read import pages_read
from tests.shipped import shipped
from tests.web.authorisation_town import NAMES, NEAR, PRIVATE

BLANK = re.compile(r"\s+|-")
# Whoever has the code from a certificate, or a link that was handed over, is told whose it is.
HANDED_OVER = ("<token>", "<code>")
EVERYBODY = ("same team", "same organisation", "other")
# Whose names an actor never reads. Administrators of the partnership and its leads may read all.
HIDDEN = {
    **dict.fromkeys(("guest", "learner", "trainer", "auditor"), EVERYBODY),
    "team lead": ("same organisation", "other"),
    "lead": ("other",),
    "keeper": ("other",),
}


def secrets(actor: str, route: str) -> tuple[str, ...]:
    """Private notes and what somebody means to do, of everybody near; and names."""
    private = tuple(f"{PRIVATE} {NAMES[near]}" for near in NEAR)
    if any(part in route for part in HANDED_OVER):
        return private
    return (*private, *(NAMES[near] for near in HIDDEN.get(actor, ())))


@cache
def trainers_alone() -> dict[str, str]:
    """Words that nobody but trainers reads: of the notes to pages and cases, each with its letters alone."""
    course = shipped()
    notes = [page.facilitator for module in course.modules for page in module.pages if page.facilitator]
    notes += [case.facilitator for case in course.cases.values() if case.facilitator]
    words = [str(each) for text in notes for each in lxml_html.fragment_fromstring(text, create_parent=True).itertext()]
    return {each.strip(): letters(each) for each in words if len(each.strip()) > 60}


def letters(text: str) -> str:
    """Words without blanks and hyphens, which a PDF sets as it likes."""
    return BLANK.sub("", text)


@cache
def words_of_paper(content: bytes) -> str:
    """The letters of a PDF."""
    return letters("".join(page.text for page in pages_read(content)))


def text_of(answer: TestResponse) -> str:
    """What can be read in an answer: a page, a text, a PDF, or the parts of a packed file."""
    content = answer.get_data()
    if content[:4] == b"%PDF":
        return words_of_paper(content)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return unescape(content.decode("utf-8", errors="replace"))


def leaks(actor: str, route: str, answer: TestResponse) -> list[str]:
    """Every secret in an answer."""
    text = text_of(answer)
    found = [secret for secret in secrets(actor, route) if secret in text or letters(secret) in text]
    if actor != "trainer":
        found += [secret for secret, bare in trainers_alone().items() if secret in text or bare in text]
    return [f"{actor} reads {secret!r} at {route}" for secret in found]
