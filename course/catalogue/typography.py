"""Quotation marks and apostrophes as British print sets them, in texts that do not go through Markdown."""

from __future__ import annotations

import re

OPENING_DOUBLE = re.compile(r'(?:(?<=[\s(\[‘/–-])|^)"(?=\S)')
OPENING_SINGLE = re.compile(r"(?:(?<=[\s(\[“/–-])|^)'(?=[A-Za-z])")


def typeset(text: str) -> str:
    """The text with curly marks for straight ones; Markdown does the same to its texts. Twice is the same as once."""
    text = OPENING_DOUBLE.sub("“", text)
    text = OPENING_SINGLE.sub("‘", text)
    return text.replace('"', "”").replace("'", "’")
