"""The slides as a file that PowerPoint opens without repairing it: see `pptx_looked_at`. Planted faults are told."""

import io

import pytest
from lxml import etree
from pptx import Presentation

from course.documents.packs import Wish
from course.documents.sheet_setting import printing
from course.documents.slides_file import pptx_file
from tests.documents.pptx_looked_at import faults, parts
from tests.documents.slide_words import WISH, course, deck, file
from tests.documents.test_slides_file import logo

SHORT = "twenty-minutes"
NAMES = (SHORT, "three-hours", "module-deciding", "case-third-floor")  # of each kind


def canonical(xml: bytes) -> str:
    return str(etree.canonicalize(xml.decode()))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_no_fault(name: str) -> None:
    assert faults(parts(file(name))) == []


def test_a_file_with_a_logo_has_none_either() -> None:
    around = printing(course(), Wish(WISH.made_on, organisation="Hill School", logo=logo(90, 30)), "Short")
    assert faults(parts(pptx_file(deck(SHORT), around))) == []


def test_it_is_the_same_when_python_pptx_has_opened_and_saved_it() -> None:
    saved = io.BytesIO()
    Presentation(io.BytesIO(file(SHORT))).save(saved)
    before, after = parts(file(SHORT)), parts(saved.getvalue())
    assert before.keys() == after.keys()
    for name in before:
        if name.endswith(".xml") and name != "[Content_Types].xml":
            assert canonical(before[name]) == canonical(after[name]), name


SLIDE, NOTES, MASTER = "ppt/slides/slide5.xml", "ppt/notesSlides/notesSlide5.xml", "ppt/slideMasters/slideMaster1.xml"
PLANTED: dict[str, tuple[str, bytes, bytes, str]] = {
    "a child in the wrong place": (NOTES, b"</a:lnSpc><a:spcBef>", b"</a:lnSpc><a:buNone/><a:spcBef>", "<pPr> holds"),
    "a run without words": (NOTES, b"<a:t>", b"<a:tab/><a:t>", "<r> holds"),
    "a paragraph too few": (SLIDE, b"<a:lstStyle/><a:p>", b"<a:lstStyle/><a:x>", "<txBody>"),
    "a number twice": (SLIDE, b'<p:cNvPr id="3"', b'<p:cNvPr id="2"', "have a number twice"),
    "a relation to nothing": (
        "ppt/_rels/presentation.xml.rels",
        b"slides/slide3.xml",
        b"slides/slide99.xml",
        "is named and not",
    ),
    "another type": (
        "[Content_Types].xml",
        b"presentationml.notesSlide+xml",
        b"presentationml.slide+xml",
        "notesSlide",
    ),
    "a layout with a number of a slide": (MASTER, b'sldLayoutId id="2', b'sldLayoutId id="', "a master or layout has"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_told(planted: str) -> None:
    name, old, new, told = PLANTED[planted]
    held = parts(file(SHORT))
    assert old in held[name], held[name][:2000]
    changed = held[name].replace(old, new, 1)
    if b"<a:x>" in changed:
        changed = changed[: changed.index(b"<a:x>") + 5] + changed[changed.index(b"<a:x>") + 5 :].replace(
            b"</a:p>", b"</a:x>", 1
        )
    found = faults(held | {name: changed})
    assert any(told in fault for fault in found), found


def test_a_part_that_nothing_names_is_told() -> None:
    held = parts(file(SHORT))
    assert "ppt/slides/slide77.xml is there and not named" in faults(held | {"ppt/slides/slide77.xml": held[SLIDE]})
