"""Slides as a PPTX file: 16:9, our own theme, every word in a placeholder or a shape that can be edited, notes under each.

The package is python-pptx's; what stands on a slide is written as DrawingML from `slide_xml`. The same input is the same bytes:
shapes are numbered, dates are those of the wish, and the ZIP carries one fixed time.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE as TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as REL
from pptx.opc.package import XmlPart
from pptx.opc.packuri import PackURI
from pptx.opc.serialized import PackageWriter, _PhysPkgWriter
from pptx.oxml import parse_xml
from pptx.oxml.slide import CT_NotesSlide
from pptx.parts.slide import NotesSlidePart, SlidePart
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Emu

from course.catalogue.model import Catalogue, Plan
from course.documents.certificate import SITE
from course.documents.packs import Wish
from course.documents.sheet_setting import Printing, foot, printing
from course.documents.slide_boxes import HEIGHT, WIDTH
from course.documents.slide_face import Around, Logo, face, timing
from course.documents.slide_layouts import layout, master
from course.documents.slide_notes_page import PAGE, notes_master, notes_shapes
from course.documents.slide_theme import theme
from course.documents.slide_values import KINDS, Slide
from course.documents.slide_xml import LANGUAGE, NAMES, clean, emu
from course.documents.slides import slides

NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say
READABLE = 0o100644 << 16
LONGEST = 255  # letters that a property of the file may have
DROPPED = (REL.PRINTER_SETTINGS, REL.VIEW_PROPS)
PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{site}</Application><PresentationFormat>Widescreen</PresentationFormat><Slides>{count}</Slides>"
    "<Notes>{count}</Notes></Properties>"
)


def slides_pptx(catalogue: Catalogue, plan: Plan, wish: Wish) -> bytes:
    """The slides of a plan as a file."""
    return pptx_file(slides(catalogue, plan, wish), printing(catalogue, wish, plan.title))


def pptx_file(made: Sequence[Slide], around: Printing) -> bytes:
    """Slides as a file; each of them must fit (see `slide_fitting.parts`)."""
    deck = _empty()
    layouts = dict(zip(KINDS, deck.slide_layouts, strict=True))
    below = " · ".join(foot(around))
    for number, slide in enumerate(made, 1):
        part = _added(deck, layouts[slide.kind])
        logo = _logo(part, around) if slide.kind == "title" else None
        _fill(part, face(slide, Around(below, number, len(made), logo)), timing(slide))
        _fill(_noted(deck, part, number), notes_shapes(slide.notes, below))
    _named(deck, around, len(made))
    return _zipped(deck)


def _logo(part: SlidePart, around: Printing) -> Logo | None:
    if not around.logo:
        return None
    image, relation = part.get_or_add_image_part(io.BytesIO(around.logo))
    return Logo(relation, image.image.size, f"Logo of {around.organisation}" if around.organisation else "Logo")


def _empty() -> Deck:
    """A presentation without slides that has our master, layouts and theme, and nothing of those it came with."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(emu(WIDTH)), Emu(emu(HEIGHT))
    for spare in list(deck.slide_layouts)[len(KINDS) :]:
        deck.slide_layouts.remove(spare)
    ids = deck.slide_master._element.find("{*}sldLayoutIdLst")
    _replace(deck.slide_master._element, master())
    held = deck.slide_master._element.find("{*}sldLayoutIdLst")
    held.getparent().replace(held, ids)
    for kind, each in zip(KINDS, deck.slide_layouts, strict=True):
        _replace(each._element, layout(kind))
    deck.slide_master.part.part_related_by(REL.THEME)._blob = theme()
    notes = deck.notes_master
    _replace(notes._element, notes_master())
    beside = notes.part.part_related_by(REL.THEME)
    assert isinstance(beside, XmlPart)
    beside._element = parse_xml(theme())
    _settle(deck)
    return deck


def _settle(deck: Deck) -> None:
    """What the presentation says of itself: size, language, no printer of somebody else's."""
    root = deck.part._element
    root.find("{*}sldSz").attrib.pop("type", None)
    size = root.find("{*}notesSz")
    size.set("cx", str(emu(PAGE.width)))
    size.set("cy", str(emu(PAGE.height)))
    for each in root.iter("{*}defRPr"):
        if each.get("lang"):
            each.set("lang", LANGUAGE)
    for relation in [key for key, each in deck.part.rels.items() if each.reltype in DROPPED]:
        deck.part.rels.pop(relation)
    package = deck.part.package
    for relation in [key for key, each in package._rels.items() if each.reltype.endswith("/thumbnail")]:
        package._rels.pop(relation)


def _named(deck: Deck, around: Printing, count: int) -> None:
    """Title, author and dates of the file."""
    about, noon = deck.core_properties, dt.datetime.combine(around.made_on, dt.time(12))
    about.title, about.subject, about.language = clean(around.title)[:LONGEST], around.course, LANGUAGE
    about.author = about.last_modified_by = clean(around.organisation)[:LONGEST] or SITE
    about.created = about.modified = about.last_printed = noon
    about.version, about.revision = f"Edition {around.edition}", 1
    about.keywords = about.comments = about.category = ""
    properties = deck.part.package.part_related_by(REL.EXTENDED_PROPERTIES)
    properties._blob = PROPERTIES.format(site=SITE, count=count).encode()


def _added(deck: Deck, layout: SlideLayout) -> SlidePart:
    """A new slide without anything on it: what stands there is ours, so placeholders need not be copied first."""
    relation, _ = deck.part.add_slide(layout)
    deck.slides._sldIdLst.add_sldId(relation)
    part = deck.part.related_part(relation)
    assert isinstance(part, SlidePart)
    return part


def _noted(deck: Deck, slide: SlidePart, number: int) -> NotesSlidePart:
    """A new page of notes for a slide, empty as well. Its name is given: python-pptx would search the package for one."""
    name = PackURI(f"/ppt/notesSlides/notesSlide{number}.xml")
    part = NotesSlidePart(name, TYPE.PML_NOTES_SLIDE, slide.package, CT_NotesSlide.new())
    part.relate_to(deck.part.notes_master_part, REL.NOTES_MASTER)
    part.relate_to(slide, REL.SLIDE)
    slide.relate_to(part, REL.NOTES_SLIDE)
    return part


def _replace(element: etree._Element, xml: str) -> None:
    """Puts another content in the place of an element's own."""
    other = parse_xml(xml)
    element.attrib.clear()
    element.attrib.update(other.attrib)
    element[:] = list(other)


def _fill(part: SlidePart | NotesSlidePart, shapes: str, timing: str = "") -> None:
    """Puts shapes on a slide or a page of notes; `timing`: how they appear."""
    tree = part._element.find("{*}cSld/{*}spTree")
    tree[2:] = list(parse_xml(f"<p:spTree {NAMES}>{shapes}</p:spTree>"))
    if timing:
        part._element.append(parse_xml(timing))


class _Files(_PhysPkgWriter):
    """Where python-pptx writes the files of a package: into a ZIP in which each of them has one fixed time."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def write(self, pack_uri: PackURI, blob: bytes) -> None:
        """One file."""
        entry = ZipInfo(pack_uri.membername, NO_TIME)
        entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, READABLE, 3
        self._archive.writestr(entry, blob)


def _zipped(deck: Deck) -> bytes:
    """What `deck.save` writes."""
    package, whole = deck.part.package, io.BytesIO()
    writer = PackageWriter(whole, package._rels, tuple(package.iter_parts()))
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        files = _Files(archive)
        writer._write_content_types_stream(files)
        writer._write_pkg_rels(files)
        writer._write_parts(files)
    return whole.getvalue()
