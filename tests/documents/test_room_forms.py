"""Forms of a session: the course's forms as blocks, a register that holds little, a certificate of attendance without score."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from course.catalogue.model import Catalogue, Form
from course.documents.certificate import PICTURE as ON_CERTIFICATE
from course.documents.packs import Wish
from course.documents.room_forms import (
    CERTIFICATE_PLAIN,
    PICTURE,
    ROWS_TO_SPARE,
    USUAL_ROWS,
    Expected,
    Held,
    attendance_certificate,
    printed_form,
    register,
)
from course.documents.sheet_setting import printing, sheets_pdf
from course.documents.tree import Blank, Definitions, Field, Heading, Paragraph, Picture, Sheet, Table, Words, plain
from tests.documents.paper_looked_at import faults
from tests.documents.parity import words_of
from tests.shipped import shipped

COURSE = shipped()
FORMS = list(COURSE.forms.values())
KNOWN = Held("Three hours", dt.date(2027, 3, 4), "9.30 to 12.30", "Heronsea library", "Ines Okafor")


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return COURSE


def facts(sheet: Sheet) -> dict[str, Words | Blank]:
    found = next(each for each in sheet.blocks if isinstance(each, Definitions))
    return {plain(label): said[0].line[0] for label, said in found.pairs if isinstance(said[0], Paragraph)}


def table(sheet: Sheet) -> Table:
    return next(each for each in sheet.blocks if isinstance(each, Table))


def fields(sheet: Sheet) -> list[Field]:
    return [each for each in sheet.blocks if isinstance(each, Field)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_a_form_says_what_its_page_says_in_order(form: Form) -> None:
    sheet = printed_form(form)
    assert (sheet.id, sheet.title, sheet.audience) == (form.id, form.title, "learners")
    titles = [plain(each.line) for each in sheet.blocks if isinstance(each, Heading)]
    assert titles == [section.title for section in form.sections]
    asked = [each for section in form.sections for each in section.fields]
    assert [(each.label, each.hint, each.choices) for each in fields(sheet)] == [
        (each.label, each.hint, each.choices) for each in asked
    ]
    text = words_of(sheet)
    assert text.startswith(f"{form.title} Form {form.intro}") and text.rstrip().endswith(form.footer)
    assert all(section.note in text for section in form.sections)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_every_field_of_a_form_can_be_filled_in(form: Form) -> None:
    assert all(bool(each.choices) != bool(each.lines) for each in fields(printed_form(form)))


def test_the_register_asks_for_name_role_agency_times_and_access_and_for_nothing_else() -> None:
    head = [plain(cell) for cell in table(register(Held())).head]
    assert head == ["Name", "Role", "Agency", "Time in", "Time out", "Access needs met"]
    assert register(Held()).audience == "trainer"


@pytest.mark.parametrize(
    ("known", "group", "rows"),
    [
        (0, 0, USUAL_ROWS),
        (0, 1, ROWS_TO_SPARE),
        (0, ROWS_TO_SPARE + 1, ROWS_TO_SPARE + 1),
        (0, 40, 40),
        (USUAL_ROWS - ROWS_TO_SPARE, 0, USUAL_ROWS),
        (USUAL_ROWS - ROWS_TO_SPARE + 1, 0, USUAL_ROWS + 1),
        (30, 24, 30 + ROWS_TO_SPARE),
    ],
)
def test_there_is_always_room_for_those_whom_nobody_expected(known: int, group: int, rows: int) -> None:
    expected = [Expected(f"Person {number}") for number in range(known)]
    shown = table(register(Held(), expected, group=group)).rows
    assert len(shown) == rows
    assert [plain(row[0]) for row in shown[:known]] == [each.name for each in expected]
    assert all(cell == () for row in shown[known:] for cell in row)


def test_what_is_known_of_a_person_stands_in_the_row_and_access_is_never_known() -> None:
    row = table(register(Held(), [Expected("Ada", "Nurse", "Harbour Trust", "9.28", "12.31")])).rows[0]
    assert [plain(cell) for cell in row] == ["Ada", "Nurse", "Harbour Trust", "9.28", "12.31", ""]


def test_what_is_known_of_a_session_is_printed_and_the_rest_is_a_line_to_write_on() -> None:
    known, unknown = facts(register(KNOWN, kept="Schedule 4")), facts(register(Held()))
    assert [each.text for each in known.values() if isinstance(each, Words)] == [
        "Three hours", "4 March 2027", "9.30 to 12.30", "Heronsea library", "Ines Okafor", "Schedule 4",
    ]  # fmt: skip
    assert list(unknown.values()) == [Blank(label) for label in known]


@pytest.mark.parametrize(("kept", "shown"), [("Schedule 4", "Schedule 4"), ("", None), ("  ", None)])
def test_the_register_says_how_long_it_is_kept_and_that_it_stays_apart(kept: str, shown: str | None) -> None:
    sheet = register(Held(), kept=kept)
    assert facts(sheet)["How long it is kept"] == (Words(shown) if shown else Blank("How long it is kept"))
    assert "apart from the evaluation" in words_of(sheet)


def test_a_certificate_of_attendance_shows_part_attendance_and_no_score(course: Catalogue) -> None:
    sheet = attendance_certificate(course, Held(), {}, minutes=180)
    by_label = {each.label: each for each in fields(sheet)}
    assert by_label["Attended"].choices == ("The whole session", "A part of it")
    modules = tuple(f"{module.number} {module.title}" for module in course.modules)
    assert by_label["Parts of the course that were covered"].choices == modules
    assert facts(sheet)["Minutes present, of 180"] == Blank("Minutes present, of 180")
    assert "Minutes present" in facts(attendance_certificate(course, Held(), {}))
    text = words_of(sheet).lower()
    assert "score" not in text and "%" not in text and "pass" not in text


def test_a_certificate_of_attendance_says_what_it_does_not_show(course: Catalogue) -> None:
    sheet = attendance_certificate(course, Held(), {})
    last = sheet.blocks[-1]
    assert isinstance(last, Paragraph) and plain(last.line) == CERTIFICATE_PLAIN
    assert "fitness to practise" in CERTIFICATE_PLAIN and "not accredited unless" in CERTIFICATE_PLAIN
    (picture,) = [each for each in sheet.blocks if isinstance(each, Picture)]
    assert picture.text == PICTURE == ON_CERTIFICATE


@pytest.mark.parametrize(
    ("local", "organisation", "issuer"),
    [
        ({"partnership-name": "Heronsea Partnership"}, "Harbour Trust", Words("Heronsea Partnership")),
        ({}, "Harbour Trust", Words("Harbour Trust")),
        ({}, "", Blank("Issued by")),
    ],
)
def test_the_partnership_issues_a_certificate_before_the_organisation(
    local: dict[str, str], organisation: str, issuer: Words | Blank, course: Catalogue
) -> None:
    known = facts(attendance_certificate(course, KNOWN, local, organisation=organisation))
    assert known["Issued by"] == issuer
    assert (known["Date"], known["Place"], known["Trainer"]) == (
        Words("4 March 2027"), Words("Heronsea library"), Words("Ines Okafor"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("local", "label"),
    [({}, "Signed by: "), ({"certificate-signatory": "Chair of\nthe partnership"}, "Chair of the partnership: ")],
)
def test_whoever_signs_is_named_by_the_partnership(local: dict[str, str], label: str, course: Catalogue) -> None:
    assert fields(attendance_certificate(course, Held(), local))[-1].label.startswith(label)


LONG = (
    Expected("Bo Li"),
    Expected("Wilhelmina-Friederike von Hohenzollern-Sigmaringen-Schleswig", "Nurse", "Harbour Trust"),
    Expected(
        "Oluwaseun Chukwuemeka Adebayo-Okonkwo (born Montgomery-Fitzgerald)",
        "Sozialversicherungsfachangestelltenauszubildende",
        "The Safeguarding Children Partnership of Heronsea, Gullhaven and the Islands",
        "9.28",
    ),
)
FAR = Held(
    "Three hours", dt.date(2027, 3, 4), "9.30 to 12.30", "Donaudampfschifffahrtsgesellschaftsweg 112, " * 3, "Ines"
)


def paper(sheet: Sheet) -> list[str]:
    """The words of each page, without blanks; nothing on a page displeases the eye."""
    wish = Wish(dt.date(2027, 3, 4), organisation="The Partnership of Heronsea, Gullhaven and the Islands")
    pdf = sheets_pdf((sheet,), printing(COURSE, wish, sheet.title))
    assert faults(pdf, margin=17) == []
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize(
    ("held", "expected", "pages"), [(Held(), (), 1), (FAR, LONG, 2), (FAR, LONG * 8, 3)], ids=["blank", "few", "many"]
)
def test_every_name_has_room_on_the_register_and_every_page_its_head(
    held: Held, expected: tuple[Expected, ...], pages: int
) -> None:
    kept = "Schedule 4\nhttps://www.heronsea.example/retention-of-registers" if expected else ""
    found = paper(register(held, expected, kept=kept))
    assert len(found) == pages
    assert all("NameRoleAgencyTimeinTimeout" in page for page in found)
    for each in expected:
        assert "".join(each.name.split()) in "".join(found) and "".join(each.agency.split()) in "".join(found)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_a_form_keeps_to_its_pages_also_with_a_long_name_at_its_head(form: Form) -> None:
    assert len(paper(printed_form(form))) == {"agreement": 2, "decision-record": 3}[form.id]
