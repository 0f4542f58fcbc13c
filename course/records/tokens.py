"""What is drawn by chance: secret tokens, of which only a digest is stored, and codes that people read and type."""

from __future__ import annotations

import hashlib
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else: no 0 O, 1 I L, U (V)
GROUP = 4
_dice: ContextVar[random.Random | None] = ContextVar("dice", default=None)  # those of a made-up story; else true chance


def new_token() -> str:
    """A secret of 256 bits that fits in an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret: it finds the row, and nobody who reads the database can use it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_code(groups: int) -> str:
    """A code such as 4F7K-M2XR-9TQB, of so many groups of four."""
    chance = _dice.get() or secrets.SystemRandom()
    return "-".join("".join(chance.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


@contextmanager
def codes_by(dice: random.Random) -> Iterator[None]:
    """While it lasts codes are drawn with these dice, so that a made-up story has the same ones again. Not for real people."""
    before = _dice.set(dice)
    try:
        yield
    finally:
        _dice.reset(before)


def as_code(typed: str, groups: int) -> str | None:
    """What somebody typed, in any case, with or without hyphens, as a code is stored; None if it cannot be one."""
    letters = [letter for letter in typed.upper() if letter not in "- \t"]
    if len(letters) != groups * GROUP or not set(letters) <= set(ALPHABET):
        return None
    text = "".join(letters)
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))
