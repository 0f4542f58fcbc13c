"""The certificate as PDF: said to be accessible, and found so; the same words as its source; one sheet whatever the name."""

import dataclasses
import datetime as dt
import io
from typing import Any

import pytest
from pypdf import PdfReader

from course.documents.certificate import (
    NAME_REMOVED,
    NO_PARTNERSHIP,
    SITE,
    CertificateSheet,
    certificate_pdf,
    certificates_pdf,
    sheet_of,
)
from course.rules.facts import Completion, Led, ModuleScore
from tests.documents.pdf_tags import tags

NOON = dt.datetime(2026, 3, 12, 12, 0, 0, 123456, tzinfo=dt.UTC)
COMPETENCES = ("Share enough for the purpose, and no more.", "Record a decision not to share.")
COMPLETION = Completion(
    id=7,
    person=3,
    code="4F7K-M2XR-9TQB-H3CW",
    kind="online",
    course="information-sharing",
    title="Sharing information to protect children",
    level="practitioner",
    edition="2026.1",
    law_as_at=dt.date(2026, 2, 1),
    pass_mark=80,
    rule="Every page read.",
    valid_months=24,
    learning_minutes=107,
    partnership="Heronsea Safeguarding Partnership",
    modules=(ModuleScore("one", "Why sharing matters", 11, 12), ModuleScore("two", "The seven golden rules", 9, 10)),
    competences=COMPETENCES,
    at=NOON,
    completed_on=NOON.date(),
    expires_on=dt.date(2028, 3, 12),
    withdrawn_at=None,
    withdrawn_reason=None,
)
ADDRESS = "https://learn.heronsea.example/certificates/4F7K-M2XR-9TQB-H3CW"
LONG_NAME = (
    "Wilhelmina Alexandra Featherstonehaugh-Cholmondeley de la Zouche-Beauchamp "
    "and Okonkwo-Adeyemi-Olorunfemi of Heronsea W."
)
LONG_PARTNERSHIP = (
    "The Combined Safeguarding Children Partnership of Heronsea, Upper and Lower Marsh, " * 2 + "and Fenwick"
)


def sheet(**changes: Any) -> CertificateSheet:
    return dataclasses.replace(sheet_of(COMPLETION, "Ada Quill", ADDRESS), **changes)


def read(data: CertificateSheet) -> PdfReader:
    made = certificate_pdf(data)
    assert made is not None
    return PdfReader(io.BytesIO(made))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def source(data: CertificateSheet) -> str:
    """Every word of the sheet in the order of reading, as it stands in the values."""
    said = [SITE, data.heading, data.opening, data.name, data.completed, data.course, data.how, data.issued]
    said += [part for pair in data.facts for part in pair]
    said += [data.modules_heading, *(f"{number} {title}" for number, title in enumerate(data.modules, start=1))]
    said += [data.competences_heading, *(f"• {each}" for each in data.competences)]
    said += [data.code_label, data.code, data.check_label, data.check_address, data.plain]
    return " ".join(" ".join(said).split())


def root(pdf: PdfReader) -> Any:
    return pdf.trailer["/Root"]


def test_it_is_marked_as_accessible() -> None:
    pdf = read(sheet())
    assert root(pdf)["/Lang"] == "en-GB"
    assert root(pdf)["/MarkInfo"]["/Marked"].value is True
    assert root(pdf)["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Certificate of completion: Sharing information to protect children"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root(pdf)["/Metadata"].get_object().get_data()


def test_its_tags_are_headings_paragraphs_lists_a_link_and_a_described_picture() -> None:
    found = list(tags(root(read(sheet()))["/StructTreeRoot"]))
    kinds = [kind for kind, _ in found]
    assert [kind for kind in kinds if kind in ("/H1", "/H2", "/H3")] == ["/H1", "/H2", "/H2"]
    assert kinds.count("/L") == 2
    assert kinds.count("/LI") == len(COMPLETION.modules) + len(COMPETENCES)
    assert kinds.count("/Link") == 1
    assert [element["/Alt"] for kind, element in found if kind == "/Figure"] == [
        "Five pieces lie together. They show a child between two adults."
    ]


def test_it_says_what_its_source_says_and_nothing_else() -> None:
    data = sheet()
    assert words(read(data)) == source(data)


def test_the_source_says_all_that_a_certificate_must_say() -> None:
    said = source(sheet())
    for wanted in (
        "Ada Quill", "Sharing information to protect children", "Practitioner", "2026.1", "Law as at 1 February 2026",
        "Why sharing matters", "107 minutes", "Completed on 12 March 2026", "Issued by Heronsea Safeguarding Partnership.",
        *COMPETENCES, "Valid for local purposes until 12 March 2028", "4F7K-M2XR-9TQB-H3CW", ADDRESS,
        "does not show fitness to practise", "not accredited unless the issuing partnership says so",
    ):  # fmt: skip
        assert wanted in said


def test_no_score_is_printed() -> None:
    plainly = words(read(sheet(code="AAAA", check_address="https://x.example/")))
    assert "11" not in plainly
    assert "80" not in plainly


def test_every_font_is_in_the_file() -> None:
    fonts = [font.get_object() for page in read(sheet()).pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert "SourceSans3" in font["/BaseFont"]


@pytest.mark.parametrize(
    ("name", "partnership"),
    [
        ("Bo", "Fen"),
        (LONG_NAME, LONG_PARTNERSHIP),
        ("W" * 120, LONG_PARTNERSHIP),
        ("Ng" + " ọ" * 59, ""),
    ],
    ids=["short", "long", "one word", "many words"],
)
def test_it_is_one_sheet_whatever_the_name(name: str, partnership: str) -> None:
    data = sheet(
        holder=name, partnership=partnership, check_address="https://" + "learning." * 8 + "example/certificates/4F7K"
    )
    pdf = read(data)
    assert len(pdf.pages) == 1
    assert words(pdf).replace(" ", "") == source(data).replace(" ", "")


@pytest.mark.parametrize(
    "name",
    [
        "#emph[x] $y$ *b* _i_ @ref <label> \\ // /* `raw`",
        "{{ 7 * 7 }} <b>Bold</b> &amp;",
        "Quotes \" and ' and \u201ccurly\u201d",
        "Zoë Łukasz Nguyễn",
        "Νίκος Дмитрий",
    ],
)
def test_a_name_is_text_and_never_markup(name: str) -> None:
    assert f" {name} completed the course" in words(read(sheet(holder=name)))


def test_a_letter_that_no_font_has_is_said_and_not_printed_as_a_box() -> None:
    assert certificate_pdf(sheet(holder="Ada \u0378")) is None


def test_a_fault_of_the_template_is_not_taken_for_a_missing_letter() -> None:
    with pytest.raises(RuntimeError):
        certificate_pdf(sheet(modules=(1,)))


def test_the_same_certificate_is_the_same_file_whenever_it_is_made() -> None:
    assert certificate_pdf(sheet()) == certificate_pdf(sheet())


LED = Led(7, 3, "Tess Trainer", "three-hours", "The course in three hours", "2026.1", 172, 180)


def test_one_made_in_a_room_says_who_led_it_and_the_minutes_there() -> None:
    data = sheet(led=LED)
    said = words(read(data))
    assert said == source(data) and "In a room, led by Tess Trainer." in said
    assert "Present in the room 172 of 180 minutes" in said and "as declared" not in said
    assert "led by a trainer whose account was closed" in sheet(led=dataclasses.replace(LED, trainer_name="")).how
    assert sheet().how == "" and "In a room" not in words(read(sheet()))


@pytest.mark.parametrize("trainer", ["Bo", LONG_NAME, "W" * 120])
def test_one_made_in_a_room_is_one_sheet_whatever_the_names(trainer: str) -> None:
    data = sheet(holder=LONG_NAME, partnership=LONG_PARTNERSHIP, led=dataclasses.replace(LED, trainer_name=trainer))
    pdf = read(data)
    assert len(pdf.pages) == 1
    assert words(pdf).replace(" ", "") == source(data).replace(" ", "")


def test_many_are_one_file_with_a_sheet_for_each_in_their_order() -> None:
    sheets = [sheet(holder=f"Holder {number}", led=LED, code=f"CODE-{number}") for number in range(24)]
    made = certificates_pdf(sheets, "Certificates: The course, 12 March 2026", NOON)
    assert made is not None
    pdf = PdfReader(io.BytesIO(made))
    assert len(pdf.pages) == 24
    for number, page in enumerate(pdf.pages):
        said = " ".join(page.extract_text().split())
        assert f"Holder {number} " in said and f"CODE-{number} " in said
    assert pdf.metadata is not None and pdf.metadata.title == "Certificates: The course, 12 March 2026"
    kinds = [kind for kind, _ in tags(root(pdf)["/StructTreeRoot"])]
    assert kinds.count("/H1") == 24 and kinds.count("/Figure") == 24
    assert certificates_pdf(sheets, "Certificates: The course, 12 March 2026", NOON) == made


def test_what_stands_where_there_is_no_name_or_partnership() -> None:
    assert sheet(holder="").name == NAME_REMOVED
    assert sheet(partnership="").issued == NO_PARTNERSHIP
