"""What slides say, as words: from the values they are made of, and read back out of the file."""

import datetime as dt
import functools
import io
from collections.abc import Iterable, Sequence

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import NotesSlide
from pptx.slide import Slide as Drawn

from course.catalogue.model import Catalogue
from course.documents.packs import Wish
from course.documents.sheet_setting import printing
from course.documents.slide_notes_page import note_lines
from course.documents.slide_values import Slide
from course.documents.slides import slides
from course.documents.slides_file import pptx_file
from course.rules import plans
from tests.shipped import shipped

WISH = Wish(dt.date(2027, 3, 4))


@functools.cache
def course() -> Catalogue:
    return shipped()


@functools.cache
def deck(name: str) -> tuple[Slide, ...]:
    """The slides of a pack."""
    plan = plans.plan(course(), name)
    assert plan is not None
    return slides(course(), plan, WISH)


def decks(*beginnings: str) -> tuple[Slide, ...]:
    """The slides of all packs whose names begin so, one after another."""
    return tuple(slide for name in plans.plan_names(course()) if name.startswith(beginnings) for slide in deck(name))


@functools.cache
def file(name: str) -> bytes:
    """The slides of a pack as PPTX."""
    return pptx_file(deck(name), printing(course(), WISH, name))


@functools.cache
def files(*beginnings: str) -> tuple[Deck, ...]:
    """All packs whose names begin so, opened again."""
    return tuple(opened(file(name)) for name in plans.plan_names(course()) if name.startswith(beginnings))


def opened(made: bytes) -> Deck:
    return Presentation(io.BytesIO(made))


def faces(made: Iterable[Slide]) -> str:
    """What the room sees."""
    return "\n".join(slide.face for slide in made)


def notes(made: Iterable[Slide]) -> str:
    """What the trainer sees besides."""
    return "\n".join(line.text for slide in made for line in note_lines(slide.notes))


def both(made: Sequence[Slide]) -> str:
    """Each face, and its notes behind it."""
    return "\n".join(f"{faces([slide])}\n{notes([slide])}" for slide in made)


def faces_in(made: Iterable[Deck]) -> str:
    return "\n".join(_said(slide) for each in made for slide in each.slides)


def notes_in(made: Iterable[Deck]) -> str:
    return "\n".join(_said(slide.notes_slide) for each in made for slide in each.slides)


def both_in(made: Iterable[Deck]) -> str:
    return "\n".join(f"{_said(slide)}\n{_said(slide.notes_slide)}" for each in made for slide in each.slides)


def _said(page: Drawn | NotesSlide) -> str:
    return "\n".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
