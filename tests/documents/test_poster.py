"""The flowchart on paper: accessible, one sheet for the drawing, the same words as the screen, readable in grey."""

import dataclasses
import functools
import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from course import ROOT
from course.catalogue.markdown import NOT_FILLED
from course.catalogue.model import Catalogue
from course.documents import poster
from course.documents.flowchart_drawing import LABEL_SIZE, draw
from course.documents.poster import ROOM, SHEETS, Poster, poster_pdf, slots_of
from course.rules.ways import steps
from tests.documents.paper_looked_at import faults
from tests.documents.pdf_tags import tags
from tests.shipped import shipped

ADDRESS = "https://learn.heronsea.example/flowchart"
FILLED = {
    "front-door": "Heronsea Front Door\n01632 960101",
    "out-of-hours": "Duty team, 01632 960102",
    "safeguarding-lead": "Room 4\n01632 960103",
}
PAPER = {"a4": (210, 297), "a3": (297, 420)}
MILLIMETRE = 72 / 25.4
LEAST_TYPE = 9  # points on A4


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return shipped()


def made_of(course: Catalogue, sheet: str, local: Mapping[str, str]) -> Poster:
    values = tuple((slot, local.get(slot, NOT_FILLED)) for slot in slots_of(course.flowchart))
    return Poster(sheet, course.digest, ADDRESS, values, course.course, course.flowchart)


def read(course: Catalogue, sheet: str = "a4", local: Mapping[str, str] = FILLED) -> PdfReader:
    return PdfReader(io.BytesIO(poster_pdf(made_of(course, sheet, local))))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words(pdf: PdfReader, page: int) -> str:
    return squeezed(pdf.pages[page].extract_text())


def lines_of(pdf: PdfReader, page: int) -> list[tuple[str, float]]:
    """Every stretch of words with the height at which it stands, from the foot of the page."""
    found = []

    def note(text: str, cm: Any, tm: Any, _font: Any, _size: float) -> None:
        if text.strip():
            found.append((text.strip(), tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    pdf.pages[page].extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize(
    "local",
    [{}, FILLED, {"front-door": "0", "out-of-hours": "0"}],
    ids=["empty", "filled", "short"],
)
def test_it_is_a_sheet_with_the_drawing_and_one_with_the_list(
    sheet: str, local: Mapping[str, str], course: Catalogue
) -> None:
    pdf = read(course, sheet, local)
    assert len(pdf.pages) == 2
    for page in pdf.pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx([side * MILLIMETRE for side in PAPER[sheet]], abs=1)


@pytest.mark.slow
@pytest.mark.parametrize("sheet", SHEETS)
def test_long_local_details_make_the_list_longer_and_never_the_drawing(sheet: str, course: Catalogue) -> None:
    """Type becomes smaller there than anybody would like, for the drawing keeps its sheet; no letter leaves the paper."""
    longest = "\n".join(["W" * 74] * 8)
    made = poster_pdf(made_of(course, sheet, dict.fromkeys(slots_of(course.flowchart), longest)))
    assert made is not None and faults(made, margin=11, least_type=3.5) == []
    pdf = PdfReader(io.BytesIO(made))
    first, second = words(pdf, 0), words(pdf, 1)
    heights = lines_of(pdf, 0)
    begin = next(height for text, height in heights if course.flowchart.begin in text)
    banner = [height for text, height in heights if text.startswith(("Front door", "Out of hours"))]
    assert len(banner) == 2 and min(banner) > begin
    in_banner = [text.count("W") for text, height in heights if set(text) == {"W"} and height > begin]
    assert sum(in_banner) == 2 * 8 * 74
    assert squeezed(course.flowchart.ends[0].title) in first and "Lawcheckedon" in first
    assert first.count("W" * 74) == 4 * 8
    assert second.startswith(squeezed(poster.LIST_TITLE))


def test_every_type_on_the_first_sheet_is_large_enough(course: Catalogue) -> None:
    drawing = draw(course.flowchart)
    assert LABEL_SIZE * drawing.fitted(*ROOM).height / drawing.height * MILLIMETRE >= LEAST_TYPE
    for sheet, by in SHEETS.items():
        sizes: set[float] = set()

        def note(text: str, _cm: Any, matrix: Any, _font: Any, size: float, sizes: set[float] = sizes) -> None:
            if text.strip():
                sizes.add(abs(matrix[3]) * size)

        read(course, sheet, {}).pages[0].extract_text(visitor_text=note)
        assert sizes and min(sizes) >= LEAST_TYPE * by - 0.05


def test_the_drawing_carries_banner_boxes_answers_and_not_sure(course: Catalogue) -> None:
    said, chart = words(read(course), 0), course.flowchart
    for wanted in (
        chart.title, chart.banner_title, "Call 999 now.", "Heronsea Front Door 01632 960101", "Duty team, 01632 960102",
        chart.begin, *(each.title for each in chart.questions), *(each.title for each in chart.ends),
        poster.SIDE_TITLE, "Room 4", poster.SIDE_END, "Law checked on 22 November 2026", "Edition 2026.1", "CC BY 4.0",
        ADDRESS, chart.sources[0].title,
    ):  # fmt: skip
        assert squeezed(wanted) in said, wanted
    assert said.count("Notsure?") == len(chart.questions)
    for box in draw(chart).boxes:
        for label in (label for arrow in box.arrows for label in arrow.labels):
            assert squeezed(label.text) in said


def test_the_list_says_the_same(course: Catalogue) -> None:
    said = words(read(course), 1)
    for step in steps(course.flowchart):
        assert squeezed(f"{step.question.number} {step.question.title} {step.question.ask}") in said
        assert all(squeezed(f"{way.answer}: go to {way.place}. {way.because}") in said for way in step.ways)
    assert said.count("Notsure?") == len(course.flowchart.questions)
    assert all(squeezed(source.title) in said for source in course.flowchart.sources)
    assert squeezed(poster.REBUILT) in said


def test_what_is_not_filled_says_so(course: Catalogue) -> None:
    pdf = read(course, local={})
    for label in ("Front door", "Out of hours", "Safeguarding lead"):
        assert squeezed(f"{label}: {NOT_FILLED}") in words(pdf, 0)


def test_it_is_marked_as_accessible_and_the_drawing_is_described(course: Catalogue) -> None:
    pdf = read(course)
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    found = list(tags(root["/StructTreeRoot"]))
    assert [each["/Alt"] for kind, each in found if kind == "/Figure"] == [poster.PICTURE]
    headings = [kind for kind, _ in found if re.fullmatch("/H[1-6]", kind)]
    questions = len(course.flowchart.questions)
    assert headings == ["/H1", "/H2", "/H2", "/H2", *["/H3"] * (questions + len(course.flowchart.ends))]


def test_in_grey_every_word_and_line_is_dark_on_light(course: Catalogue) -> None:
    """Every colour is dark in grey, but for one that only adorns and one that is the ground of dark words."""
    files = sorted((ROOT / "templates" / "paper").glob("poster*.typ"))
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    colours = dict(re.findall(r'#let (\w+) = rgb\("#([0-9a-f]{6})"\)', text))
    grey = {name: Image.new("RGB", (1, 1), f"#{code}").convert("L").getpixel((0, 0)) for name, code in colours.items()}
    dark = {name for name, value in grey.items() if isinstance(value, int) and value < 120}
    assert set(grey) - dark == {"yellow", "wash"}
    used = [line for line in text.splitlines() if not line.startswith(("#let yellow", "#let wash", "#import"))]
    assert [line for line in used if "yellow" in line and "pdf.artifact" not in line] == []
    assert [line for line in used if "wash" in line and "fill: " not in line] == []


def test_the_same_poster_is_made_once(course: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def typeset(template: str, document: Mapping[str, object], made_at: object) -> bytes:
        made.append(str(document["sheet"]))
        return b"%PDF"

    monkeypatch.setattr(poster, "typeset", typeset)
    monkeypatch.setattr(poster, "poster_pdf", functools.lru_cache(poster.MOST_KEPT)(poster_pdf.__wrapped__))
    one = made_of(course, "a4", FILLED)
    for data in (one, made_of(course, "a4", dict(FILLED)), dataclasses.replace(one, digest="other"),
                 made_of(course, "a4", {}), made_of(course, "a3", FILLED), one):  # fmt: skip
        assert poster.poster_pdf(data) == b"%PDF"
    assert made == ["a4", "a4", "a4", "a3"]


def test_the_same_poster_is_the_same_file(course: Catalogue) -> None:
    data = made_of(course, "a4", FILLED)
    assert poster_pdf.__wrapped__(data) == poster_pdf.__wrapped__(data)


@pytest.mark.parametrize("typed", ["#emph[x] $y$ {{ 1 }} <b> \\ // @ref", "Zoë Łukasz"])
def test_a_local_detail_is_text_and_never_markup(typed: str, course: Catalogue) -> None:
    assert squeezed(typed) in words(read(course, local={"front-door": typed}), 0)


def test_a_letter_that_no_font_has_costs_that_letter_alone(course: Catalogue) -> None:
    assert squeezed("Door ? 01632 960101") in words(read(course, local={"front-door": "Door \u0378 01632 960101"}), 0)


def test_an_address_is_copied_whole_and_opens(course: Catalogue) -> None:
    web, mail = "https://www.heronsea.example/safeguarding/make-a-referral", "front.door@heronsea.example"
    pdf = read(course, local={"front-door": f"Heronsea Front Door\n{web}.\n{mail}"})
    said = pdf.pages[0].extract_text()
    assert web in said and mail in said
    narrow = read(course, local={"safeguarding-lead": web, "advice-line": mail}).pages[0].extract_text().split()
    assert {"www.heronsea.example/", "safeguarding/", "make-a-referral", "@heronsea.example"} <= {
        each.removeprefix("https://") for each in narrow
    }
    opens = [str(each.get_object()["/A"]["/URI"]) for each in pdf.pages[0]["/Annots"] if "/A" in each.get_object()]
    assert {web, "mailto:" + mail} <= set(opens)


def test_lines_of_a_local_detail_stay_lines(course: Catalogue) -> None:
    heights = dict(lines_of(read(course), 0))
    first = next(height for text, height in heights.items() if "Heronsea Front" in text)
    second = next(height for text, height in heights.items() if "960101" in text)
    assert first > second
