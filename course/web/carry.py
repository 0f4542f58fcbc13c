"""Answers on their way through the sign-in page.

Someone hands in a quiz as a guest who wants to keep it, or after the visit has ended. The answers travel sealed, under the
idempotency key of the form they came from, through sign-in or sign-up, and are handed in only after "Hand these in as …?".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flask import render_template
from itsdangerous import BadData

from course.web.seals import sealer

FIELD = "carry"


@dataclass(frozen=True, slots=True)
class Carry:
    """One hand-in under way: where it belongs, which wording was answered, and what was chosen."""

    module: str
    page: str
    digest: str
    key: str
    answers: Mapping[str, str]


SALT = "carry"


def seal(carry: Carry) -> str:
    """A text for a hidden field."""
    return str(sealer(SALT).dumps(asdict(carry)))


def unseal(text: str | None) -> Carry | None:
    """The answers in a hidden field, or None when there are none or the seal is broken."""
    if not text:
        return None
    try:
        return Carry(**sealer(SALT).loads(text))
    except (BadData, TypeError):
        return None


def ask_to_confirm(carry: Carry, name: str) -> str:
    """The page "Hand these in as …?": one button that sends the answers, one link that leaves them."""
    return render_template("pages/learn/confirm.html", carry=carry, name=name)
