"""The page of packs: one ready choice, what is inside with its pages, options folded, and for whom a pack may be made."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest
from PIL import Image

from course import clock
from course.catalogue.model import Catalogue
from course.documents.pack_zip import packed
from course.documents.packs import PLACES, Wish, pack, pack_names
from course.records import logos, organisations
from course.records.database import writing
from course.rules.local_information import NAME
from course.web.train.wishes import MOST_OFFERED
from tests.records.made import TODAY
from tests.statements_seen import statements_seen
from tests.web.packing import School, choices, choose, fact, links
from tests.web.packing import school as school
from tests.web.reader import Reader

pytestmark = pytest.mark.slow


def test_one_ready_choice_stands_on_the_page_with_one_button(school: School) -> None:
    page = school.trainer().open("/packs")
    assert (page.status, page.h1) == (200, "Packs")
    assert page.tree is not None
    assert page.tree.xpath("//main//a[contains(@class, 'govuk-button')]/@href") == ["/packs/three-hours.zip"]
    assert "The whole course in three hours" in page.words
    assert links(page, "/sessions/add") == ["/sessions/add?pack=three-hours"]
    facts = {name: fact(page, name) for name in ("Length", "Made for", "Group")}
    assert facts == {"Length": "180 minutes", "Made for": "Heronsea Nursery", "Group": "16 people"}
    assert not page.tree.xpath("//main//details/@open")


def test_everything_inside_is_listed_with_its_pages_and_leads_to_its_twin(school: School, course: Catalogue) -> None:
    page = school.trainer().open("/packs")
    assert {each.rsplit("/", 1)[1] for each in links(page, "/packs/three-hours/")} == {*PLACES, *course.sheets}
    assert page.tree is not None
    counts = [" ".join(each.text_content().split()) for each in page.tree.xpath("//*[@class='pack-count']")]
    assert len(counts) == len({*PLACES, *course.sheets})
    assert all(re.fullmatch(r"[1-9][0-9]? (pages?(, to send|, A3)?|slides)", each) for each in counts)
    assert "35 slides" in counts


def test_the_picture_of_the_cover_is_the_first_page_of_the_pack(school: School) -> None:
    reader = school.trainer()
    page = reader.open("/packs")
    assert page.tree is not None
    (shown,) = page.tree.xpath("//main//img")
    made = reader.client.get(shown.get("src"))
    with Image.open(io.BytesIO(made.get_data())) as picture:
        assert picture.size == (int(shown.get("width")), int(shown.get("height")))
    assert (made.mimetype, len(made.get_data()) < 120_000) == ("image/png", True)


def test_the_button_gives_the_pack_of_today_for_this_organisation(school: School) -> None:
    reader = school.trainer()
    answer = reader.client.get("/packs/twenty-minutes.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    name = f"twenty-minutes-{school.nursery}-{clock.now().date()}.zip"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    names = ZipFile(io.BytesIO(answer.get_data())).namelist()
    assert names[0] == "00-START-HERE.pdf" and "10-slides.pptx" in names
    assert reader.client.get("/packs/twenty-minutes.zip").get_data() == answer.get_data()


def test_the_pack_is_the_same_to_the_byte_whoever_makes_it(school: School, course: Catalogue) -> None:
    """The site in a process of its own, the command line, this test."""
    wish = Wish(TODAY, {NAME: "Heronsea Safeguarding Partnership"}, "Heronsea Nursery", checked={})
    here = pack(course, "twenty-minutes", wish)
    assert here is not None
    assert school.trainer().client.get("/packs/twenty-minutes.zip").get_data() == packed(course, here, wish)


def test_every_pack_can_be_chosen_and_has_a_page(school: School, course: Catalogue) -> None:
    reader = school.trainer()
    page = reader.open("/packs")
    assert len(choices(page, "pack")) == len(pack_names(course))
    chosen = reader.follow(choose(reader, pack="twenty-minutes"))
    assert (chosen.status, chosen.h1) == (200, "Twenty minutes in a team meeting")
    assert chosen.path == "/packs/twenty-minutes"


@pytest.mark.parametrize(
    ("held", "offered"),
    [
        ([("trainer", "organisation", "nursery")], []),
        ([("trainer", "team", "toddlers")], []),
        (
            [("trainer", "organisation", "nursery"), ("trainer", "organisation", "clinic")],
            ["Harbour Clinic", "Heronsea Nursery"],
        ),
        (
            [("trainer", "partnership", None)],
            ["Heronsea Safeguarding Partnership", "Harbour Clinic", "Heronsea Nursery"],
        ),
        ([("trainer", "organisation", "nursery"), ("organisation-lead", "partnership", None)], []),
    ],
)
def test_only_what_the_role_of_trainer_covers_may_be_chosen(
    held: list[tuple[str, str, str | None]], offered: list[str], school: School
) -> None:
    grants = [(role, scope, getattr(school, of) if of else None) for role, scope, of in held]
    reader = school.browser(*grants)
    assert choices(reader.open("/packs/twenty-minutes"), "organisation") == offered
    known = {"Heronsea Nursery": school.nursery, "Harbour Clinic": school.clinic}
    for name, number in known.items():
        allowed = name in offered or (not offered and name == "Heronsea Nursery")
        for path in (
            "/packs/twenty-minutes",
            "/packs/twenty-minutes.zip",
            "/packs/twenty-minutes/plan",
            "/present/deciding",
        ):
            assert reader.client.get(f"{path}?organisation={number}").status_code == (200 if allowed else 404), path


@pytest.mark.parametrize(
    ("member", "made_for"), [(None, "Heronsea Safeguarding Partnership"), ("clinic", "Harbour Clinic")]
)
def test_a_pack_is_for_ones_own_organisation_where_nothing_is_said(
    member: str | None, made_for: str, school: School
) -> None:
    reader = school.browser(("trainer", "partnership", None), member_of=getattr(school, member) if member else None)
    assert fact(reader.open("/packs/twenty-minutes"), "Made for") == made_for


@pytest.mark.parametrize("key", ["999999", "0", "-1", "nobody", "partnership"])
def test_a_place_that_is_not_ones_own_is_not_found(key: str, school: School) -> None:
    assert school.trainer().open(f"/packs/twenty-minutes?organisation={key}").status == 404


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("1", True),
        ("500", True),
        ("", True),
        ("0", False),
        ("501", False),
        ("-3", False),
        ("many", False),
        ("1e2", False),
    ],
)
def test_a_group_has_from_1_to_500_people(typed: str, taken: bool, school: School) -> None:
    reader = school.trainer()
    page = reader.open(f"/packs?pack=twenty-minutes&group={typed}")
    assert page.status == (303 if taken else 422)
    if not taken:
        assert page.errors() == ["Enter how many people take part, from 1 to 500"]
        assert page.value("pack", "group") == typed
        assert reader.open(f"/packs/twenty-minutes.zip?group={typed}").place == f"/packs/twenty-minutes?group={typed}"


def test_wishes_go_along_from_page_to_page(school: School) -> None:
    reader = school.partnership_trainer()
    reader.open("/packs")
    chosen = reader.follow(choose(reader, pack="twenty-minutes", organisation=str(school.clinic), group="9"))
    assert (fact(chosen, "Made for"), fact(chosen, "Group")) == ("Harbour Clinic", "9 people")
    asked = f"?organisation={school.clinic}&group=9"
    assert f"/packs/twenty-minutes.zip{asked}" in links(chosen, "/packs/twenty-minutes.zip")
    twin = reader.open(next(each for each in links(chosen, "/packs/twenty-minutes/plan")))
    assert twin.tree is not None
    assert twin.tree.xpath("//nav[@aria-label='Where you are']//a/@href") == [
        f"/packs/twenty-minutes{asked}",
        f"/packs/twenty-minutes/plan.pdf{asked}",
    ]


def test_with_many_organisations_one_types_the_name(school: School) -> None:
    with school.app.app_context(), writing() as store:
        for number in range(MOST_OFFERED):
            organisations.add_organisation(store, f"School {number}", clock.now())
    reader = school.partnership_trainer()
    assert choices(reader.open("/packs/twenty-minutes"), "organisation") == []
    chosen = reader.follow(choose(reader, pack="twenty-minutes", name="harbour clinic"))
    assert fact(chosen, "Made for") == "Harbour Clinic"
    reader.open("/packs/twenty-minutes")
    wrong = choose(reader, name="Nowhere")
    assert (wrong.status, len(wrong.errors())) == (422, 1)
    assert wrong.value("pack", "name") == "Nowhere"


@pytest.mark.parametrize(
    "path", ["/packs/no-such-pack", "/packs/no-such-pack.zip", "/packs/no-such-pack/plan", "/packs?pack=x"]
)
def test_a_pack_that_there_is_not_is_not_found(path: str, school: School) -> None:
    assert school.trainer().open(path).status == 404


def test_how_much_is_asked_of_the_records_does_not_grow_with_the_partnership(school: School) -> None:
    def asked() -> int:
        with statements_seen(school.app) as seen:
            assert reader.open("/packs/twenty-minutes").status == 200
        return len(seen)

    reader = school.partnership_trainer()
    reader.open("/packs/twenty-minutes")
    before = asked()
    with school.app.app_context(), writing() as store:
        for number in range(30):
            organisations.add_organisation(store, f"School {number}", clock.now())
    assert asked() == before <= 8


def test_a_logo_is_on_what_is_made_for_its_organisation_alone(school: School) -> None:
    reader = school.partnership_trainer()
    paths = {of: f"/packs/twenty-minutes/register.pdf?organisation={of}" for of in (school.nursery, school.clinic)}
    before = {of: reader.client.get(path).get_data() for of, path in paths.items()}
    whole = io.BytesIO()
    Image.new("RGB", (60, 30), "#0d4f43").save(whole, "PNG")
    with school.app.app_context(), writing() as store:
        logos.set_logo(store, school.nursery, whole.getvalue(), (60, 30), 1, clock.now())
    after = {of: reader.client.get(path).get_data() for of, path in paths.items()}
    assert after[school.nursery] != before[school.nursery]
    assert after[school.clinic] == before[school.clinic]


def test_the_menu_leads_trainers_to_packs_and_nobody_else(school: School) -> None:
    def menu(reader: Reader) -> list[str]:
        page = reader.open("/")
        assert page.tree is not None
        return [str(each) for each in page.tree.xpath("//nav[@aria-label='Course']//a/@href")]

    assert "/packs" in menu(school.trainer())
    assert "/packs" not in menu(school.browser(("organisation-lead", "organisation", school.nursery)))
    assert "/packs" not in menu(Reader(school.app.test_client()))
