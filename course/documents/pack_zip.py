"""A whole pack as one ZIP: START HERE, the two files to print, the slides, and every sheet by itself.

The same input gives the same bytes, in every process: the files stand in a fixed order, carry one fixed time, and are not
packed any smaller, since PDF and PPTX are packed already.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from course.catalogue.model import Catalogue
from course.documents.pack_items import sheet, sheet_pdf, slides
from course.documents.pack_start import PRINT_LEARNERS, PRINT_TRAINER, start_here
from course.documents.packs import SLIDES, START, Pack, Wish
from course.documents.sheet_setting import page_count, printing, sheets_pdf
from course.documents.tree import Sheet
from course.documents.typesetting import forget

NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say
READABLE = 0o100644 << 16
PRINTED = {"learners": PRINT_LEARNERS, "trainer": PRINT_TRAINER}
FOR_WHOM = {"learners": "sheets for those who take part", "trainer": "sheets for the trainer"}


def packed(catalogue: Catalogue, pack: Pack, wish: Wish) -> bytes:
    """The whole pack as a ZIP."""
    return zipped(pack_files(catalogue, pack, wish))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files by name as a ZIP, in their order."""
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, NO_TIME)
            entry.external_attr, entry.create_system = READABLE, 3
            archive.writestr(entry, content)
    return whole.getvalue()


def pack_files(catalogue: Catalogue, pack: Pack, wish: Wish) -> Mapping[str, bytes]:
    """The files by name: what a trainer opens first stands first, the single sheets last."""
    sheets = {item.id: sheet(catalogue, pack, item.id, wish) for item in pack.items if item.formats == ("pdf",)}
    singles = {name: sheet_pdf(catalogue, made, wish) for name, made in sheets.items() if name != START}
    pages = {name: page_count(made) for name, made in singles.items()}
    sheets[START] = start_here(catalogue, pack, wish, pages)
    singles[START] = sheet_pdf(catalogue, sheets[START], wish)
    if pack.item(SLIDES):
        singles[SLIDES] = slides(catalogue, pack, wish)
    files = {item.file: singles[item.id] for item in pack.items}
    return {pack.items[0].file: singles[START], **printed(catalogue, pack, wish, sheets), **files}


def printed(catalogue: Catalogue, pack: Pack, wish: Wish, sheets: Mapping[str, Sheet]) -> Mapping[str, bytes]:
    """The files to print, each with all sheets for its readers in the order of use."""
    made = {}
    for audience, file in PRINTED.items():
        forget()  # or the memory would have to hold both at once, and the last sheets as well
        chosen = [sheets[item.id] for item in pack.items if item.printed and item.audience == audience]
        title = f"{pack.title}: {FOR_WHOM[audience]}"
        made[file] = sheets_pdf(chosen, printing(catalogue, wish, title))
    return made
