"""One document of a pack: its twin says what its file says; key and notes are for trainers alone, at every address."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from pptx import Presentation

from course.catalogue.model import Catalogue
from course.documents.pack_items import sheet
from course.documents.packs import Wish, pack
from course.documents.slides import slides
from course.rules import plans
from tests.documents.pages_read import pages_read
from tests.records.made import TODAY
from tests.web.local_values import fill_in
from tests.web.packing import School, links
from tests.web.packing import school as school
from tests.web.reader import Page, Reader

PACK = "/packs/three-hours"
PDF, PPTX = "application/pdf", "application/vnd.openxmlformats-officedocument.presentationml.presentation"
NOT_TRAINERS = (
    ("team-lead", "team", "toddlers"),
    ("organisation-lead", "organisation", "nursery"),
    ("organisation-lead", "partnership", None),
    ("auditor", "organisation", "nursery"),
    ("auditor", "partnership", None),
    ("administrator", "organisation", "nursery"),
    ("administrator", "partnership", None),
)


def letters(text: str) -> str:
    """Words without their blanks, which a PDF sets as it likes."""
    return re.sub(r"\s+|-", "", text)


def paper(reader: Reader, path: str) -> str:
    """The words of a PDF."""
    answer = reader.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, PDF)
    return "".join(page.text for page in pages_read(answer.get_data()))


@pytest.mark.parametrize("item", ["answer-key-reasons", "case-notes", "facilitator-guide", "start-here"])
@pytest.mark.slow
def test_the_twin_says_what_stands_on_paper(item: str, school: School) -> None:
    reader = school.trainer()
    page = reader.open(f"{PACK}/{item}")
    printed = letters(paper(reader, f"{PACK}/{item}.pdf"))
    assert page.tree is not None
    said = [letters(each) for each in page.tree.xpath("//article//p[not(*)]/text()")]
    assert len(said) > 3
    assert [each for each in said if each not in printed] == []


def test_the_sheet_of_local_details_says_when_each_was_checked(school: School) -> None:
    fill_in(school.app, "front-door", "Front Door\n01632 960123", checked_on=dt.date(2026, 11, 3))
    fill_in(school.app, "advice-line", "Advice\n01632 960124", school.nursery)
    words = school.trainer().open(f"{PACK}/local-slots").words
    assert words.count("Checked on 3 November 2026") == 1
    assert words.count("Nobody has said when it was checked") == 1


@pytest.mark.slow
def test_start_here_names_the_pages_to_print_on_screen_and_on_paper(school: School) -> None:
    reader = school.trainer()
    shown, printed = reader.open(f"{PACK}/start-here").words, paper(reader, f"{PACK}/start-here.pdf")
    for text in (shown, " ".join(printed.split())):
        assert re.search(r"PRINT-trainer\.pdf, all \d+ pages", text)
        assert re.search(r"Quiz sheet \(\d+ to \d+\)", text)


def test_every_item_of_the_ready_pack_has_a_twin_that_leads_to_its_file(school: School, course: Catalogue) -> None:
    reader, here = school.trainer(), pack(course, "three-hours", Wish(TODAY))
    assert here is not None
    for item in here.items:
        page = reader.open(f"{PACK}/{item.id}")
        assert page.status == 200 and page.tree is not None, item.id
        (file,) = page.tree.xpath("//nav[@aria-label='Where you are']//a[@download]/@href")
        assert file == f"{PACK}/{item.id}.{item.formats[0]}"
        title = here.title if item.id == "slides" else sheet(course, here, item.id, Wish(TODAY)).title
        assert page.h1 == title
        assert "Edition" in page.words and "Made on 22 November 2026" in page.words


@pytest.mark.slow
def test_the_slides_are_a_file_to_change_with_every_slide_of_the_twin(school: School, course: Catalogue) -> None:
    reader = school.trainer()
    answer = reader.client.get("/packs/twenty-minutes/slides.pptx")
    assert (answer.status_code, answer.mimetype) == (200, PPTX)
    name = f'attachment; filename="10-slides-{school.nursery}.pptx"'
    assert answer.headers["Content-Disposition"] == name
    deck = Presentation(io.BytesIO(answer.get_data()))
    titles = [each.shapes.title.text_frame.text for each in deck.slides if each.shapes.title]
    page = reader.open("/packs/twenty-minutes/slides")
    assert page.tree is not None
    assert [" ".join(each.text_content().split()) for each in page.tree.xpath("//section/h2")] == titles


def test_the_twin_of_the_slides_shows_faces_and_folds_notes_away(school: School, course: Catalogue) -> None:
    page = school.trainer().open(f"{PACK}/slides")
    plan = plans.plan(course, "three-hours")
    assert plan is not None and page.tree is not None
    made = slides(
        course, plan, Wish(TODAY, {"partnership-name": "Heronsea Safeguarding Partnership"}, "Heronsea Nursery")
    )
    assert len(page.tree.xpath("//section[contains(@class, 'slide-twin')]")) == len(made)
    for slide in made:
        assert all(point.text.split("\n")[0] in page.words for point in slide.points), slide.title
    assert len(page.tree.xpath("//details[not(@open)]/summary[starts-with(., 'Notes')]")) == sum(
        bool(each.notes) for each in made
    )
    assert links(page, "/present/") == ["/present/three-hours"]


@pytest.mark.parametrize(
    "path",
    [
        "/packs/three-hours/no-such-item",
        "/packs/three-hours/no-such-item.pdf",
        "/packs/three-hours/slides.pdf",
        "/packs/three-hours/plan.pptx",
        "/packs/twenty-minutes/jigsaw",
        "/packs/nothing/plan",
        "/packs/nothing/plan.pdf",
    ],
)
def test_what_a_pack_does_not_hold_is_not_found(path: str, school: School) -> None:
    assert school.trainer().open(path).status == 404


def addresses(school: School) -> list[str]:
    """Every address of packs, projector and hands that can be opened, with something in each part."""
    paths = []
    for rule in school.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        if rule.rule.startswith(("/packs", "/present", "/hands")) and rule.endpoint not in (
            "train.hand",
            "train.raise_hand",
        ):
            path = rule.rule.replace("<slug:pack>", "three-hours").replace("<slug:item>", "answer-key-reasons")
            paths.append(path.replace("<slug:module>", "golden-rules").replace("<number:number>", "12"))
    return sorted(set(paths))


@pytest.mark.parametrize("held", NOT_TRAINERS)
def test_nobody_else_opens_any_address_of_packs_and_projector(
    held: tuple[str, str, str | None], school: School
) -> None:
    role, scope, of = held
    reader = school.browser((role, scope, getattr(school, of) if of else None))
    found = {path: reader.client.get(path).status_code for path in addresses(school)}
    assert len(found) >= 12
    assert {path for path, status in found.items() if status != 403} == set()
    assert [reader.post(f"/hands{each}", statement="x").status for each in ("", "/typed", "/close")] == [403] * 3


def test_a_learner_is_refused_and_a_guest_is_asked_to_sign_in(school: School) -> None:
    learner, guest = school.browser(member_of=school.nursery), Reader(school.app.test_client())
    for path in addresses(school):
        assert learner.client.get(path).status_code == 403, path
        assert (guest.open(path).place or "").startswith("/sign-in"), path


def sentences(course: Catalogue) -> list[str]:
    """What only trainers read: sentences of the notes to pages and cases, of plans and of the texts for trainers."""
    texts = [page.facilitator for module in course.modules for page in module.pages if page.facilitator]
    texts += [case.facilitator for case in course.cases.values() if case.facilitator]
    texts += [step.does for plan in course.plans.values() for step in plan.steps]
    texts += [sheet.html for sheet in course.sheets.values() if sheet.audience == "trainer"]
    plain = [letters(re.sub(r"<[^>]+>", " ", text)) for text in texts]
    return [part for text in plain for part in re.split(r"(?<=[.?!])", text) if len(part) > 60]


def open_to_all(course: Catalogue) -> list[str]:
    """Everything of the course that a learner reads."""
    paths = [
        "/",
        "/print",
        "/flowchart",
        "/decide",
        "/cases/",
        "/glossary",
        "/changes",
        "/reference/",
        "/search?q=facilitator",
    ]
    paths += [f"/modules/{module.id}/print" for module in course.modules]
    paths += [f"/modules/{module.id}/{page.id}" for module in course.modules for page in module.pages]
    return (
        paths + [f"/cases/{case}/whole" for case in course.cases] + [f"/reference/{each}" for each in course.references]
    )


@pytest.mark.slow
def test_no_page_or_file_of_the_course_holds_a_sentence_of_the_notes_for_trainers(
    school: School, course: Catalogue
) -> None:
    secrets = sentences(course)
    assert len(secrets) > 200
    reader = school.browser(member_of=school.nursery)

    def holds(page: Page) -> list[str]:
        assert page.status == 200, page.path
        text = letters(page.words)
        return [each for each in secrets if each in text]

    assert {path: found for path in open_to_all(course) if (found := holds(reader.open(path)))} == {}
    files = ["/course.pdf", *(f"/modules/{module.id}.pdf" for module in course.modules)]
    for path in files:
        printed = letters(paper(reader, path))
        assert [each for each in secrets if each in printed] == [], path


def test_a_sentence_of_the_notes_would_be_found(school: School, course: Catalogue) -> None:
    """Where it belongs, it is there."""
    page = school.trainer().open(f"{PACK}/facilitator-guide")
    assert sum(each in letters(page.words) for each in sentences(course)) > 5
