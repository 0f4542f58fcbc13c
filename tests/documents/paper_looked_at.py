"""A printed document looked at as a picture: what the eye sees on each page, whatever words can be taken out of the file.

The pages are drawn by Typst, which can show a PDF whoever has made it, so no other program is needed.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typst
from PIL import Image, ImageChops
from pypdf import PdfReader

from tests.documents.pages_read import Page, pages_read

PPI = 72
MILLIMETRE = PPI / 25.4
EDGE = 5.0  # millimetres that a printer may not reach
FOOT = 17.0  # millimetres at the foot in which only the running line stands
AT_FOOT = 60.0  # millimetres from the foot in which nothing follows a heading if it is the lowest
LEAST_INK = 8.0  # millimetres from the first to the last ink of a page
FAINT = 24  # differences of grey from the paper's that are no ink
LEAST_TYPE = 8.0  # points
HEADING = 12.9  # points; type of that size and larger is a heading's
DRAW = """#set page(width: auto, height: auto, margin: 0pt)
#for number in range(1, int(sys.inputs.pages) + 1) { page(image("paper.pdf", page: number)) }"""


def drawn(pdf: bytes) -> list[Image.Image]:
    """Every page as a picture in grey, 72 points an inch."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "paper.pdf").write_bytes(pdf)
        main = Path(folder, "main.typ")
        main.write_text(DRAW, encoding="utf-8")
        count = len(PdfReader(io.BytesIO(pdf)).pages)
        made = typst.compile(main, format="png", ppi=PPI, sys_inputs={"pages": str(count)})
    return [Image.open(io.BytesIO(each)).convert("L") for each in (made if isinstance(made, list) else [made])]


def faults(pdf: bytes, *, margin: float = EDGE, least_type: float = LEAST_TYPE, heading: float = HEADING) -> list[str]:
    """What a reader would not like to see, page by page: ink nearer to an edge than `margin` (millimetres at the sides;
    above and below it is `EDGE`), a page with nothing on it, type too small to read, type as large as a `heading` torn from
    what follows it."""
    found = []
    pages = pages_read(pdf)
    for number, (picture, page) in enumerate(zip(drawn(pdf), pages, strict=True), start=1):
        last = number == len(pages)
        found += [
            f"page {number}: {line}" for line in (*_seen(picture, margin), *_set(page, least_type, heading, last=last))
        ]
    return found


def _seen(picture: Image.Image, margin: float) -> Iterator[str]:
    paper = Image.new("L", picture.size, picture.getpixel((1, 1)))  # type: ignore[arg-type]
    ink = ImageChops.difference(picture, paper).point(lambda grey: 255 if grey > FAINT else 0)
    box = ink.getbbox()
    body = ink.crop((0, 0, ink.width, round(ink.height - FOOT * MILLIMETRE))).getbbox()
    if body is None or body[3] - body[1] < LEAST_INK * MILLIMETRE:
        yield "hardly anything on it"
    if box:
        gaps = (box[0], ink.width - box[2], box[1], ink.height - box[3])
        wanted = (margin, margin, EDGE, EDGE)
        for side, gap, least in zip(("left", "right", "top", "foot"), gaps, wanted, strict=True):
            if gap < least * MILLIMETRE - 1:
                yield f"ink {gap / MILLIMETRE:.1f} mm from the edge, {side}"


def _set(page: Page, least_type: float, heading: float, *, last: bool) -> Iterator[str]:
    """What is wrong with the type: the sizes as they come onto the paper, and the lowest words above the foot."""
    yield from (f"type of {size:.1f} pt: {text[:30]}" for _, size, text in page.runs if size < least_type - 0.05)
    body = [run for run in page.runs if run.height > FOOT * MILLIMETRE]
    if body and not last and min(body).size >= heading and min(body).height < AT_FOOT * MILLIMETRE:
        yield f"a heading at its foot: {min(body).words[:30]}"
