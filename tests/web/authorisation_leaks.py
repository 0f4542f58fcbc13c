"""What no actor of the authorisation matrix may read anywhere, whatever address opens: looked for in every answer."""

from __future__ import annotations

import io
import zipfile
from html import unescape

from werkzeug.test import TestResponse

from tests.web.authorisation_town import NAMES, NEAR, PRIVATE

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


def text_of(answer: TestResponse) -> str:
    """What can be read in an answer: a page, a text, or the parts of a packed file."""
    content = answer.get_data()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return unescape(content.decode("utf-8", errors="replace"))


def leaks(actor: str, route: str, answer: TestResponse) -> list[str]:
    """Every secret in an answer."""
    text = text_of(answer)
    return [f"{actor} reads {secret!r} at {route}" for secret in secrets(actor, route) if secret in text]
