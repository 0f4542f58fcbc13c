"""What the lists of members share: pages forth and back, what a date means, job roles of one's own, the way back."""

from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from course.records import job_roles, tables
from course.records.database import reading, writing
from tests.records.made import NOON, TODAY
from tests.records.reporting import DAY, member
from tests.web.leading import Office, cells, csv_rows, figure, move_in, xlsx_rows
from tests.web.reader import Page, Reader
from tests.web.test_report_people import names

LIMIT = 30_000


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def turn(page: Page, rel: str) -> str | None:
    """The address of the page before or after."""
    assert page.tree is not None
    return next(iter(page.tree.xpath(f"//nav[@class='paging']/a[@rel='{rel}']/@href")), None)


def leafed(lead: Reader, path: str) -> list[Page]:
    """Every page from the first to the last."""
    found = [lead.open(path)]
    while address := turn(found[-1], "next"):
        found.append(lead.open(address))
    return found


def crowd(office: Office, *, late: bool = False) -> None:
    with office.app.app_context(), writing() as store:
        for number in range(110):
            began = TODAY - (90 + number % 7 if late else number % 7) * DAY
            member(store, office.here.nursery, None, began, name=f"Guest {number:03}")


def audited(office: Office) -> tuple[str, str, str]:
    """The last line of the audit: what was done, with what, and its detail."""
    line = tables.audit.c
    with office.app.app_context(), reading() as store:
        return store.execute(select(line.action, line.thing, line.detail).order_by(line.id.desc()).limit(1)).one()


@pytest.mark.parametrize("sort", ["", "&sort=expiry", "&sort=status"])
def test_pages_go_on_where_the_one_before_ended_and_back_again(sort: str, office: Office) -> None:
    crowd(office)
    lead = office.lead()
    pages = leafed(lead, f"/reports/people?q=guest{sort}")
    assert "110 people" in pages[0].words
    assert [len(names(page)) for page in pages] == [50, 50, 10]
    whole = [row[0] for row in csv_rows(lead.open(f"/reports/people.csv?q=guest{sort}"))[1]]
    assert [name for page in pages for name in names(page)] == whole
    assert max(len(page.text) for page in pages) < LIMIT
    assert turn(pages[0], "prev") is None
    back = [lead.open(str(turn(pages[2], "prev")))]
    back.append(lead.open(str(turn(back[0], "prev"))))
    assert [names(page) for page in back] == [names(pages[1]), names(pages[0])]
    assert (turn(back[1], "prev"), back[1].value("filters", "q")) == (None, "guest")


def test_another_order_begins_with_its_first_page(office: Office) -> None:
    crowd(office)
    second = leafed(office.lead(), "/reports/people?q=guest")[1]
    assert second.tree is not None
    (by_date,) = second.tree.xpath("//thead//a[text()='Date']/@href")
    assert by_date == "/reports/people?q=guest&sort=expiry"


def test_the_chase_list_has_pages_too(office: Office) -> None:
    crowd(office, late=True)
    lead = office.lead()
    pages = leafed(lead, f"/reports/chase?organisation={office.here.nursery}")
    assert len(pages) == 3
    assert f"organisation={office.here.nursery}" in str(turn(pages[2], "prev"))
    assert ["paper-only" in each.text for each in pages] == [True] * 3  # or whoever prints one takes it for the list
    assert "paper-only" not in lead.open(f"/reports/chase?team={office.here.babies}").text
    again = lead.open(str(turn(pages[1], "prev")))
    assert cells(again) == cells(pages[0])


def test_print_this_list_prints_everybody_by_team_and_notes_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(office, late=True)
    lead = office.lead()
    listed = lead.open(f"/reports/chase?organisation={office.here.nursery}")
    assert listed.tree is not None
    (address,) = listed.tree.xpath("//a[text()='Print this list']/@href")
    page = lead.open(address)
    assert audited(office)[:2] == ("report exported", "chase-list")
    assert f"organisation={office.here.nursery}" in audited(office)[2]
    assert page.tree is not None
    teams = page.tree.xpath("count(//section/h2)")
    printed = [row for table in range(int(teams)) for row in cells(page, table)]
    _, whole = csv_rows(lead.open(f"/reports/chase.csv?organisation={office.here.nursery}"))
    assert [row[0] for row in printed] == [row[2].removeprefix("'") for row in whole] and len(printed) == 112
    assert (figure(page, "chased"), page.words.count("Guest 0"), teams) == ("112", 100, 3)
    assert page.tree.xpath("//button[@data-print='now' and @hidden]")
    assert lead.open("/reports/chase/print?as_at=2999-01-01").status == 422
    monkeypatch.setattr("course.web.lead.chase.MOST_PRINTED", 111)
    page = lead.open(address)
    assert page.tree is not None and not page.tree.xpath("//table | //button[@data-print]")
    assert "More than 111 people are overdue" in page.words
    assert page.tree.xpath(f"//main//a[@href='/reports/chase?organisation={office.here.nursery}']")
    nobody = office.browser("organisation-lead", "organisation", office.here.clinic)
    assert "Nobody to chase" in nobody.open(f"/reports/chase/print?as_at={TODAY - 80 * DAY}").words


@pytest.mark.parametrize("path", ["/reports/people", "/reports/chase"])
def test_what_a_date_means_stands_beside_it_on_screen_and_in_files(path: str, office: Office) -> None:
    lead = office.lead()
    notes, rows = csv_rows(lead.open(f"{path}.csv"))
    assert notes["Date"].startswith("as “Date means” says: expires, expired, due, was due")
    said = {row[0].removeprefix("'") if "people" in path else row[2].removeprefix("'"): row for row in rows}
    expected = {"=Dan Expired": "expired", "Cat Overdue": "was due"}
    if "people" in path:
        expected |= {"Ann In-Date": "expires", "Ben Earlier": "expires", "Eve New": "due"}
    place = 5 if "people" in path else 4
    assert {name: row[place] for name, row in said.items()} == expected
    assert [row[place] for row in xlsx_rows(lead, f"{path}.xlsx")] == [row[place] for row in rows]
    page = lead.open(path)
    for words in expected.values():
        assert f"{words} " in page.text.replace("</span>", "")


def test_only_job_roles_of_ones_own_people_are_offered(office: Office) -> None:
    here = office.here
    with office.app.app_context(), writing() as store:
        cook, _unheld = job_roles.add(store, "Cook", NOON), job_roles.add(store, "Astronaut", NOON)
        member(store, here.nursery, here.babies, TODAY - 9 * DAY, name="Nia Nurse", role=here.nurse)
        member(store, here.clinic, None, TODAY - 9 * DAY, name="Cal Cook", role=cook)
    of_a, of_b = office.lead(), office.browser("organisation-lead", "organisation", here.clinic)
    team = office.browser("team-lead", "team", here.toddlers)
    offered = [
        [str(each) for each in form.xpath(".//select[@name='role']/option[@value!='']/text()")]
        for form in (reader.open("/reports/people").form("filters") for reader in (of_a, of_b, team))
    ]
    assert offered == [["Nurse"], ["Cook"], []]
    assert names(of_a.open(f"/reports/people?role={here.nurse}")) == ["Nia Nurse"]
    for reader, role in ((of_a, cook), (of_b, here.nurse), (team, here.nurse)):
        assert reader.open(f"/reports/people?role={role}").status == 404


def back(page: Page) -> tuple[str, str]:
    """Where a record leads back to, and in which words."""
    assert page.tree is not None
    (link,) = page.tree.xpath("//a[@data-action='back']")
    return link.get("href"), link.text_content()


def record(page: Page) -> str:
    """The address of the first record on a list."""
    assert page.tree is not None
    return str(page.tree.xpath("//tbody//a/@href")[0])


def test_a_record_leads_back_to_the_list_with_its_filters_order_day_and_page(office: Office) -> None:
    crowd(office)
    lead = office.lead()
    for query in ("", "?q=guest", f"?q=guest&sort=status&as_at={TODAY - DAY}", "?status=soon&q=g%C3%BCst%26x=1%23"):
        for page in leafed(lead, f"/reports/people{query}"):
            if page.tree is not None and page.tree.xpath("//tbody//a"):
                seen = lead.open(record(page))
                href, words = back(seen)
                assert words == "Back to the list of people"
                assert names(lead.open(href)) == names(page), query
                other = seen.form("filters").xpath(".//input[@name='list']/@value")
                assert bool(other) == bool("?" in href)
    assert back(lead.open(record(lead.open("/reports/chase")))) == ("/reports/chase", "Back to the chase list")


def test_another_day_of_a_record_does_not_change_the_list(office: Office) -> None:
    lead = office.lead()
    seen = lead.open(record(lead.open("/reports/people?status=overdue")))
    form = seen.form("filters")
    told = {str(each.get("name")): str(each.get("value")) for each in form.xpath(".//input")} | {"as_at": "2026-11-12"}
    page = lead.open(f"{form.get('action')}?{urlencode(told)}")
    assert figure(page, "as-at") == "12 November 2026"
    assert back(page)[0] == "/reports/people?status=overdue"


@pytest.mark.parametrize(
    "told",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "people?status=nonsense",
        "people?organisation={clinic}",
        "people?organisation=x",
        "people?team=999&q=a",
        "people?as_at=2999-01-01",
        "nothing?q=a",
        "people?" + "q=a&" * 400,
        "/manage/people",
        "people?&&&=%FF%00",
        "javascript:alert(1)",
    ],
)
def test_a_way_back_that_was_made_up_leads_to_the_plain_list(told: str, office: Office) -> None:
    told = quote(told.format(clinic=office.here.clinic), safe="")
    page = office.lead().open(f"/reports/people/{office.people['Cat Overdue']}?list={told}")
    assert page.status == 200
    assert back(page)[0].partition("?")[0] == "/reports/people"
    assert "elsewhere.example" not in back(page)[0] and back(page)[0] in ("/reports/people", "/reports/people?q=a")


def test_the_addresses_stand_in_a_field_to_be_copied(office: Office) -> None:
    with office.app.app_context(), writing() as store:
        store.execute(tables.account.update().values(email=None, email_key=None))
    lead = office.lead()
    listed = lead.open("/reports/chase")
    assert listed.tree is not None
    (address,) = listed.tree.xpath("//a[text()='Copy addresses']/@href")
    page = lead.open(f"{address}?team={office.here.babies}")
    assert page.tree is not None
    (field,) = page.tree.xpath("//textarea[@readonly]")
    assert (field.text.strip(), figure(page, "addresses")) == ("cat@home.example", "1")
    told = audited(office)
    assert told[:2] == ("report exported", "chase-list") and f"team={office.here.babies}" in told[2]
    assert page.tree.xpath("//button[@data-copy='addresses' and @hidden]")
    assert "no known address" not in page.words
    page = lead.open(address)
    assert (figure(page, "lacking"), figure(page, "chased")) == ("1", "2")
    assert "1 of 2 has no known address" in page.words
    assert lead.open(f"{address}?as_at=2999-01-01").status == 422
    nobody = office.browser("organisation-lead", "organisation", office.here.clinic)
    assert "No address is known" in nobody.open(address).words
    assert "Nobody to chase" in nobody.open(f"{address}?as_at={TODAY - 80 * DAY}").words
    auditor = office.browser("auditor", "partnership", None)
    assert auditor.open(address).status == 403


def test_too_many_addresses_are_for_the_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.web.lead.chase.Addresses.__init__.__defaults__", (0,))
    page = office.lead().open("/reports/chase/addresses")
    assert page.tree is not None and not page.tree.xpath("//textarea")
    assert page.tree.xpath("//a[@href='/reports/chase.txt']")
