"""The slides as a file: opened again, it is whole, ours, readable in order, in English, and the same bytes every time."""

import datetime as dt
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Drawn

from course import ROOT
from course.documents.packs import Wish
from course.documents.sheet_setting import printing
from course.documents.slide_measuring import LINE, SPACING, wrapped
from course.documents.slide_theme import COLOURS, FONT
from course.documents.slide_values import Point, Slide
from course.documents.slides_file import pptx_file, slides_pptx
from course.documents.tree import paragraph
from course.rules import plans
from tests.documents.slide_words import WISH, course, deck, file, opened

NAMES = ("three-hours", "sixty-minutes", "module-deciding", "case-third-floor")
EMU = 12_700
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
HOSTILE = "<a:p>&amp;\x0b\x00 “Jo” ]]> {{ x }} =1+1 \N{RIGHT-TO-LEFT OVERRIDE}שלום 你好 \N{PILE OF POO}"


def logo(wide: int, high: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (wide, high), "#075e7a").save(made, "PNG")
    return made.getvalue()


def parts(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file(name))) as archive:
        assert archive.testzip() is None
        return {each: archive.read(each) for each in archive.namelist()}


def xml(name: str, beginning: str = "ppt/") -> Iterator[tuple[str, etree._Element]]:
    for part, content in parts(name).items():
        if part.startswith(beginning) and part.endswith(".xml"):
            yield part, etree.fromstring(content)


def titles(made: Deck) -> list[str]:
    return [slide.shapes.title.text for slide in made.slides]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_wide_and_every_slide_has_its_title_and_its_notes(name: str) -> None:
    made = opened(file(name))
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9)
    assert titles(made) == [slide.title for slide in deck(name)]
    assert all(slide.notes_slide.notes_text_frame.text.strip() for slide in made.slides)


@pytest.mark.parametrize("name", NAMES)
def test_no_placeholder_is_empty_and_each_is_one_of_its_layout(name: str) -> None:
    for slide in opened(file(name)).slides:
        known = {each.placeholder_format.idx for each in slide.slide_layout.placeholders}
        for each in slide.placeholders:
            assert each.has_text_frame and each.text_frame.text.strip(), (slide.shapes.title.text, each.name)
            assert each.placeholder_format.idx in known


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_every_part_that_is_named_is_there(name: str) -> None:
    for part, root in xml(name):
        ids = [each.get("id") for each in root.iter("{*}cNvPr")]
        assert len(set(ids)) == len(ids), part
    held = parts(name)
    for part, content in held.items():
        if part.endswith(".rels"):
            relations = list(etree.fromstring(content).iter(RELS))
            assert len({each.get("Id") for each in relations}) == len(relations)
            base = PurePosixPath(part).parent.parent
            for each in relations:
                target = (
                    os.path.normpath(base / each.get("Target"))
                    if each.get("Target")[0] != "/"
                    else each.get("Target")[1:]
                )
                assert each.get("TargetMode") != "External" and target in held
    types = etree.fromstring(held["[Content_Types].xml"])
    named = {each.get("PartName").lstrip("/") for each in types.iter("{*}Override")}
    endings = {each.get("Extension") for each in types.iter("{*}Default")}
    assert named <= held.keys()
    assert all(each in named or each.rpartition(".")[2] in endings for each in held if each != "[Content_Types].xml")


def test_every_relation_that_a_slide_uses_it_has() -> None:
    made = pptx_file(deck("three-hours"), printing(course(), Wish(WISH.made_on, logo=logo(90, 30)), "Three hours"))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for part in archive.namelist():
            if re.fullmatch(r"ppt/(slides|notesSlides|slideLayouts)/[^/]+\.xml", part):
                used = set(re.findall(rb'r:(?:embed|id|link)="([^"]+)"', archive.read(part)))
                folder, _, last = part.rpartition("/")
                relations = etree.fromstring(archive.read(f"{folder}/_rels/{last}.rels"))
                assert used <= {each.get("Id").encode() for each in relations.iter(RELS)}


def test_nothing_of_another_presentation_is_left_in_it() -> None:
    held = parts("three-hours")
    assert not [each for each in held if "printer" in each or "thumbnail" in each or "viewProps" in each]
    whole = b"".join(content for part, content in held.items() if part.endswith(".xml"))
    for other in (b"4x3", b"4:3", b"Office Theme", b"Macintosh", b"Canny", b"Calibri", b"en-US", b"Click to edit"):
        assert other not in whole
    assert len([each for each in held if each.startswith("ppt/slideLayouts/slideLayout")]) == 10


def test_theme_colours_and_type_are_ours_on_slides_and_notes() -> None:
    themes = [root for part, root in xml("twenty-minutes", "ppt/theme/")]
    assert len(themes) == 2
    for root in themes:
        scheme = root.find(".//{*}clrScheme")
        assert {etree.QName(each).localname: each[0].get("val") for each in scheme} == COLOURS
        assert {each.get("typeface") for each in root.iter("{*}latin")} == {FONT}


@pytest.mark.parametrize("name", NAMES)
def test_words_are_marked_as_british_english(name: str) -> None:
    runs = [each for _, root in xml(name, "ppt/slides/") for each in root.iter("{*}rPr")]
    assert runs and {each.get("lang") for each in runs} == {"en-GB"}


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_and_group_says_what_it_shows_and_stands_behind_the_words(name: str) -> None:
    for slide in opened(file(name)).slides:
        tree = [each for each in slide.shapes._spTree if etree.QName(each).localname in ("sp", "grpSp", "pic")]
        drawn = [each for each in tree if etree.QName(each).localname != "sp"]
        assert all(each.find("*/{*}cNvPr").get("descr") for each in drawn)
        order = [each.find("*/{*}cNvPr").get("name") for each in tree]
        assert order[0] == "Title" and order[-2:] == ["Foot", "Number"]
        words = [place for place, each in enumerate(order) if each in ("Kicker", "Law", "Lead", "Points")]
        assert words == list(range(1, len(words) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_the_foot_says_course_edition_dates_and_which_slide_of_how_many(name: str) -> None:
    made = opened(file(name))
    for number, slide in enumerate(made.slides, 1):
        said = {each.name: each.text_frame.text for each in slide.placeholders}
        assert said["Foot"] == (
            f"{course().course.title} · Edition {course().course.edition} · "
            "Law checked on 22 November 2026 · Made on 4 March 2027"
        )
        assert said["Number"] == f"Slide {number} of {len(made.slides)}"
        assert slide.shapes._spTree.find(".//{*}fld[@type='slidenum']") is not None


def test_statements_on_one_slide_come_one_by_one_and_no_others_do() -> None:
    made = opened(file("three-hours"))
    for drawn, slide in zip(made.slides, deck("three-hours"), strict=True):
        timing = drawn._element.find("{*}timing")
        assert (timing is not None) == (slide.kind == "statements")
        if timing is not None:
            body = next(each for each in drawn.placeholders if each.name == "Points")
            targets = [(int(each.get("st")), int(each.get("end"))) for each in timing.iter("{*}pRg")]
            assert targets == [(place, place) for place in range(1, len(slide.points))]
            assert {int(each.get("spid")) for each in timing.iter("{*}spTgt", "{*}bldP")} == {body.shape_id}
            ids = [int(each.get("id")) for each in timing.iter("{*}cTn")]
            assert ids == list(range(1, len(ids) + 1))


def test_numbers_and_letters_are_real_lists_that_go_on_counting() -> None:
    made = opened(file("three-hours"))
    continued = next(
        each for each in made.slides if "7 to 10 of 10" in "".join(p.text_frame.text for p in each.placeholders)
    )
    body = next(each for each in continued.placeholders if each.name == "Points")
    marks = list(body._element.iter("{*}buAutoNum"))
    assert [(each.get("type"), each.get("startAt")) for each in marks] == [("arabicPeriod", "7")] * 4
    layouts = {each.name: etree.tostring(each._element) for each in made.slide_layouts}
    assert b'buAutoNum type="alphaLcPeriod"' in layouts["Decision with choices"]


def boxes(slide: Drawn) -> Iterator[tuple[str, float, float, float]]:
    """Of each placeholder of a slide: its name, the height of its box, the height of its words, in points, by our own type."""
    margins = {
        each.placeholder_format.idx: int(each._element.find(".//{*}lvl1pPr").get("marL"))
        for each in slide.slide_layout.placeholders
    }
    for each in slide.placeholders:
        size, high = int(each._element.find(".//{*}rPr").get("sz")) / 100, 0.0
        for para in each.text_frame.paragraphs:
            looks = para._p.find("{*}pPr")
            margin = (
                looks.get("marL") if looks is not None and looks.get("marL") else margins[each.placeholder_format.idx]
            )
            strong = each.name in ("Title", "Kicker", "Number") or any(run.font.bold for run in para.runs)
            room = (each.width - int(margin)) / EMU
            lines = wrapped(para.text.replace("\x0b", "\n"), size, room, "Bold" if strong else "Regular")
            before = para._p.find("{*}pPr/{*}spcBef/{*}spcPts")
            high += len(lines) * size * LINE + (int(before.get("val")) / 100 if before is not None else 0)
        yield each.name, each.height / EMU, high, size


@pytest.mark.parametrize("name", plans.plan_names(course()))
def test_no_words_of_the_file_are_higher_than_their_box(name: str) -> None:
    for slide in opened(file(name)).slides:
        for part, room, high, _ in boxes(slide):
            assert high <= room + 1, (slide.shapes.title.text, part)


@pytest.mark.parametrize("name", NAMES)
def test_points_are_at_least_18_and_titles_24(name: str) -> None:
    least = {"Points": 18, "Title": 24, "Lead": 18, "Kicker": 12, "Law": 12, "Foot": 9, "Number": 12}
    for slide in opened(file(name)).slides:
        assert all(size >= least[part] for part, _, _, size in boxes(slide))


def test_the_line_height_of_the_file_is_the_one_that_was_measured() -> None:
    for layout in opened(file("twenty-minutes")).slide_layouts:
        found = {each.get("val") for each in layout._element.findall(".//{*}lnSpc/{*}spcPct")}
        assert found == {str(round(SPACING * 100_000))}


def test_about_the_file_stands_who_made_it_when_and_which_edition() -> None:
    wish = Wish(dt.date(2027, 3, 4), organisation="Hill School")
    plan = course().plans["twenty-minutes"]
    about = Presentation(io.BytesIO(slides_pptx(course(), plan, wish))).core_properties
    assert (about.title, about.author, about.language) == (plan.title, "Hill School", "en-GB")
    assert {about.created, about.modified, about.last_printed} == {dt.datetime(2027, 3, 4, 12)}  # noqa: DTZ001
    assert about.version == f"Edition {course().course.edition}"
    assert opened(file("twenty-minutes")).core_properties.author == "Sharewell"


def test_the_same_slides_are_the_same_bytes_in_every_process() -> None:
    digest = hashlib.sha256(file("sixty-minutes")).hexdigest()
    program = (
        "import hashlib; from tests.documents.slide_words import file;"
        "print(hashlib.sha256(file('sixty-minutes')).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    other = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == digest
    with zipfile.ZipFile(io.BytesIO(file("sixty-minutes"))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(("wide", "high"), [(900, 90), (60, 600), (220, 64), (1, 1)])
def test_a_logo_stands_on_the_title_in_its_own_shape(wide: int, high: int) -> None:
    wish = Wish(dt.date(2027, 3, 4), organisation="Hill School", logo=logo(wide, high))
    made = Presentation(io.BytesIO(slides_pptx(course(), course().plans["twenty-minutes"], wish)))
    pictures = [each for slide in made.slides for each in slide.shapes if each.shape_type == 13]
    (picture,) = pictures
    assert picture.width / picture.height == pytest.approx(wide / high, rel=0.01)
    assert picture.width <= 220 * EMU and picture.height <= 64 * EMU
    assert picture._element.find("*/{*}cNvPr").get("descr") == "Logo of Hill School"
    title = made.slides[0].shapes.title
    assert picture.top + picture.height <= title.top


def test_what_somebody_typed_is_words_and_never_markup() -> None:
    slide = Slide("points", HOSTILE, (Point(HOSTILE, HOSTILE),), HOSTILE, notes=(paragraph(HOSTILE),))
    around = printing(course(), Wish(dt.date(2027, 3, 4), organisation=HOSTILE * 9), HOSTILE)
    whole = opened(pptx_file([slide], around))
    (made,) = whole.slides
    shown = HOSTILE.replace("\x0b", "").replace("\x00", "")
    assert whole.core_properties.title == shown
    assert whole.core_properties.author == (shown * 9)[:255]
    assert made.shapes.title.text == shown
    assert shown in made.notes_slide.notes_text_frame.text


def test_a_slide_without_notes_can_be_opened_too() -> None:
    (made,) = opened(pptx_file([Slide("pause", "Break")], printing(course(), WISH, "Break"))).slides
    assert made.notes_slide.notes_text_frame.text == ""
