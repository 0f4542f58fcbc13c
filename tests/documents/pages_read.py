"""The words of a PDF page by page, each paper read once however many tests look at it: reading costs more than making."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader


class Run(NamedTuple):
    """Words set in one go."""

    height: float  # points above the foot of the paper
    size: float  # points, as they come onto the paper
    words: str


@dataclass(frozen=True)
class Page:
    """What is written on a page, in the order of the file."""

    text: str
    runs: tuple[Run, ...]


@functools.lru_cache(maxsize=256)
def pages_read(pdf: bytes) -> tuple[Page, ...]:
    """Every page of a PDF."""
    return tuple(_read(page) for page in PdfReader(io.BytesIO(pdf)).pages)


def _read(page: PageObject) -> Page:
    runs: list[Run] = []

    def note(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        if text.strip():
            scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2])
            runs.append(Run(tm[4] * cm[1] + tm[5] * cm[3] + cm[5], size * scale, text.strip()))

    return Page(page.extract_text(visitor_text=note), tuple(runs))
