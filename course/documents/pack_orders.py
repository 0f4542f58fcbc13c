"""What can be asked to be made for people, as a value. An order gives one file, and always the same bytes.

Kinds: "zip", a whole pack; "item", one document of it; "pages", how many pages each of its documents has, as JSON; "cover", a
picture of its first page; "handout", the course, or one module, for everybody.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version

from PIL import Image

from course.catalogue.model import Catalogue
from course.documents import pack_items
from course.documents.handout_sheets import handout_pdf
from course.documents.pack_items import sheet, sheet_pdf
from course.documents.pack_start import start_here
from course.documents.pack_zip import packed
from course.documents.packs import SLIDES, START, Pack, Wish, pack
from course.documents.sheet_setting import page_count, printing, sheet_picture
from course.documents.signs import DRAWN_IN
from course.documents.slide_pictures import PIECES_DRAWN_IN
from course.documents.slides import slides
from course.documents.typesetting import FONT_PACKAGE, PAPER, ROOT

COVER_COLOURS = 64  # enough for words and lines, and a fifth of the bytes
COVER_DOTS = 130  # an inch: sharp on the screen of a phone
ENDINGS = {"zip": "zip", "pages": "json", "cover": "png", "handout": "pdf"}
MADE_WITH = ("typst", "python-pptx", FONT_PACKAGE.replace("_", "-"))
PROGRAM = ("course/catalogue", "course/documents", "course/rules")


@dataclass(frozen=True, slots=True)
class Order:
    """name: of the pack; of a handout that of the module, "" for the whole course. `item`: which document of the pack.
    `pages`: how many pages each document has, for START HERE and its picture, which say so.
    """

    kind: str
    name: str
    wish: Wish
    item: str = ""
    pages: Mapping[str, int] = field(default_factory=dict)

    @property
    def ending(self) -> str:
        """What kind of file it gives."""
        return ENDINGS.get(self.kind, "pptx" if self.item == SLIDES else "pdf")


def file_name(order: Order, content: str) -> str:
    """The name under which what is made is kept: another one as soon as anything in it could differ.

    content: the digest of the course (`Catalogue.digest`).
    """
    wish = order.wish
    parts = (
        program(), content, order.kind, order.name, order.item, sorted(order.pages.items()), wish.made_on.isoformat(),
        sorted(wish.local.items()), wish.organisation, sha256(wish.logo).hexdigest(), wish.group,
        None if wish.checked is None else sorted((slot, day.isoformat()) for slot, day in wish.checked.items()),
    )  # fmt: skip
    return f"{sha256(json.dumps(parts).encode()).hexdigest()}.{order.ending}"


@lru_cache(maxsize=1)
def program() -> str:
    """A digest of everything that makes documents: an update of the program makes them anew."""
    whole = sha256(" ".join(f"{each} {version(each)}" for each in MADE_WITH).encode())
    modules = [each for folder in PROGRAM for each in (ROOT / folder).glob("*.py")]
    for path in sorted([DRAWN_IN, PIECES_DRAWN_IN, *PAPER.iterdir(), *modules]):
        whole.update(f"{path.name} ".encode() + path.read_bytes())
    return whole.hexdigest()


def carry_out(catalogue: Catalogue, order: Order) -> bytes:
    """The file. Raises KeyError for a pack, module or item that there is not."""
    if order.kind == "handout":
        modules = [each for each in catalogue.modules if order.name in ("", each.id)]
        return handout_pdf(catalogue, modules, order.wish)
    found = pack(catalogue, order.name, order.wish)
    if found is None:
        raise KeyError(order.name)
    if order.kind == "zip":
        return packed(catalogue, found, order.wish)
    if order.kind == "pages":
        return json.dumps(_pages(catalogue, found, order.wish)).encode()
    return _cover(catalogue, found, order) if order.kind == "cover" else _item(catalogue, found, order)


def _pages(catalogue: Catalogue, found: Pack, wish: Wish) -> dict[str, int]:
    """By item; of the slides, how many there are."""
    singles = [item.id for item in found.items if item.id != SLIDES]
    pages = {name: page_count(sheet_pdf(catalogue, sheet(catalogue, found, name, wish), wish)) for name in singles}
    return {**pages, SLIDES: len(slides(catalogue, found.plan, wish))}


def _cover(catalogue: Catalogue, found: Pack, order: Order) -> bytes:
    first, whole = start_here(catalogue, found, order.wish, order.pages or None), io.BytesIO()
    drawn = sheet_picture(first, printing(catalogue, order.wish, first.title), COVER_DOTS)
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.convert("RGB").quantize(COVER_COLOURS).save(whole, "PNG", optimize=True)
    return whole.getvalue()


def _item(catalogue: Catalogue, found: Pack, order: Order) -> bytes:
    if order.item == SLIDES:
        return pack_items.slides(catalogue, found, order.wish)
    if order.item == START:
        made = start_here(catalogue, found, order.wish, order.pages or None)
    else:
        made = sheet(catalogue, found, order.item, order.wish)
    return sheet_pdf(catalogue, made, order.wish)
