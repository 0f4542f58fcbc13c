"""The demonstration: made up, the same for the same day, from a folder of its own, on this machine alone."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from course import create_app, first_run
from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.config import ROOT, Settings
from course.demo import filling, local, rooms
from course.demo.filling import Demonstration
from course.errors import StartError
from course.records import attendances, bulk, database, people, room_closing, room_papers, room_sessions, tables
from course.records.completions import GROUPS
from course.records.tokens import as_code
from course.rules import local_information
from course.rules.requirements import default_requirement
from course.rules.room import KIND, outcome
from course.rules.standing import STATUSES, Dates, status
from course.words import demo

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(ROOT)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings.from_environ({"SHAREWELL_INSTANCE": str(tmp_path / "instance")})
    return first_run.prepare(replace(found, demo=True, demo_password="Correct horse 9"))


def rows(catalogue: Catalogue, now: dt.datetime = NOON) -> dict[str, list[dict[str, object]]]:
    return dict(Demonstration(catalogue, default_requirement(catalogue.course), now).rows.of)


@pytest.fixture(scope="module")
def filled(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A folder with the demonstration in it, for tests that only look at it."""
    found = Settings.from_environ({"SHAREWELL_INSTANCE": str(tmp_path_factory.mktemp("demo") / "instance")})
    settings = first_run.prepare(replace(found, demo=True, demo_password="Correct horse 9"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo.clock, "now", lambda: NOON)
        demo.prepare(settings, shelf.catalogue)
    yield settings


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo.clock, "now", lambda: NOON)


def test_the_same_day_gives_the_same_rows_and_another_day_others(shelf: Shelf) -> None:
    assert rows(shelf.catalogue) == rows(shelf.catalogue)
    assert rows(shelf.catalogue) != rows(shelf.catalogue, NOON + dt.timedelta(days=1))


def test_it_holds_three_organisations_twelve_teams_and_about_six_hundred_people(shelf: Shelf) -> None:
    made = rows(shelf.catalogue)
    counts = {name: len(made[name]) for name in ("organisation", "team", "person")}
    assert counts == {"organisation": 3, "team": 12, "person": 607}


def test_its_local_information_is_sound_fictitious_and_complete_but_for_one_slot(shelf: Shelf) -> None:
    slots = shelf.catalogue.slots
    made = list(local.values(NOON.date(), 3))
    assert [fault for each in made for fault in local_information.faults(each, slots[each.slot], NOON.date())] == []
    assert not [each.owner_role for each in made if local_information.looks_like_a_name(each.owner_role)]
    assert [each.id for each in local_information.empty(made, slots)] == [local.EMPTY]
    assert not local_information.urgently_empty(made, slots) and not local_information.nothing_to_ring(made)
    for day in (NOON.date(), NOON.date() + dt.timedelta(days=180)):
        assert not local_information.to_look_at(made, slots, day)
    told = "\n".join(each.value for each in made)
    numbers = re.findall(r"\b0[0-9 ]{8,}", told)
    assert numbers and all(re.fullmatch(r"01632 960\d{3}|020 7946 0\d{3}", each.strip()) for each in numbers)
    assert all(host.endswith(".example") for host in re.findall(r"(?:@|://)([\w.-]*\w)", told))


def test_no_page_of_its_administrator_warns_and_the_page_of_slots_tells_the_empty_one(
    filled: Settings, shelf: Shelf
) -> None:
    client = create_app(filled, shelf).test_client()
    sign_in(client, "admin@demo.example")
    assert "notice--wrong" not in client.get("/manage/people").get_data(as_text=True)
    page = client.get("/manage/local-information").get_data(as_text=True)
    assert ", 1 empty." in page and "notice--wrong" not in page


def test_its_history_is_three_years_long_and_ends_today(shelf: Shelf) -> None:
    days = [each["started_on"] for each in rows(shelf.catalogue)["membership"]]
    completed = [each["completed_on"] for each in rows(shelf.catalogue)["completion"]]
    assert dt.timedelta(days=1000) < NOON.date() - min(days) <= dt.timedelta(days=3 * 365)  # type: ignore[type-var, operator]
    assert max(days) <= NOON.date()  # type: ignore[type-var, operator]
    assert max(completed) <= NOON.date()  # type: ignore[type-var, operator]


def test_every_certificate_in_it_can_be_checked_by_its_code(filled: Settings) -> None:
    with first_run.store_open(filled), database.reading() as store:
        made = list(store.execute(select(tables.completion.c.code)).scalars())
    assert made and [each for each in made if as_code(each, GROUPS) != each] == []


def test_every_status_comes_about_in_it(filled: Settings) -> None:
    found: Counter[str] = Counter()
    with first_run.store_open(filled), database.reading() as store:
        for row in store.execute(select(tables.standing).where(~tables.standing.c.moved)).mappings():
            dates = Dates(**{name: row[name] for name in Dates.__dataclass_fields__})
            found[status(dates, NOON.date())] += 1
    assert set(found) == set(STATUSES)


ROOMS = (
    tables.room_session,
    tables.attendance,
    tables.trainer_led,
    tables.room_evaluation,
    tables.completion,
    tables.audit,
)


def all_of(settings: Settings) -> list[object]:
    """Everything about sessions in a room, codes and all."""
    with first_run.store_open(settings), database.reading() as store:
        return [store.execute(select(each)).all() for each in ROOMS]


def test_sessions_in_a_room_are_held_as_the_pages_hold_them(filled: Settings) -> None:
    with first_run.store_open(filled), database.reading() as store:
        long, short, to_come = room_sessions.by_numbers(store, [1, 2, 3]).values()
        assert [each.state for each in (long, short, to_come)] == ["closed", "closed", "planned"]
        assert [each.planned_minutes for each in (long, short, to_come)] == [180, 20, 180]
        assert long.begins_at < short.begins_at < NOON < to_come.begins_at
        came = [Counter(outcome(line.presence, each.held) for line in attendances.register(store, each.id))
                for each in (long, short, to_come)]  # fmt: skip
        assert came == [{"course": 13, "attended": 2, "expected": 2}, {"attended": 9}, {"expected": 12}]
        assert room_closing.completed(store, [1, 2, 3]) == {1: 13}
        kinds = select(tables.completion.c.kind, tables.completion.c.completed_on).where(
            tables.completion.c.kind == KIND
        )
        assert set(store.execute(kinds)) == {(KIND, long.begins_at.date())}
        for moment, forms in rooms.FORMS.items():
            totals = room_papers.totals(store, 1, moment)
            assert totals["forms", 0] == forms and max(totals.values()) == forms


def test_its_learner_was_at_one_and_is_expected_at_another(filled: Settings, shelf: Shelf) -> None:
    client = create_app(filled, shelf).test_client()
    sign_in(client, "learner@demo.example")
    assert "Twenty minutes in a team meeting" in client.get("/my/progress").get_data(as_text=True)
    sign_in(trainer := create_app(filled, shelf).test_client(), "trainer@demo.example")
    assert "Lee Larchwick" in trainer.get("/sessions/3/register").get_data(as_text=True)


def test_a_second_start_keeps_what_is_there_and_gives_the_password_anew(
    settings: Settings, filled: Settings, shelf: Shelf
) -> None:
    demo.prepare(settings, shelf.catalogue)
    with first_run.store_open(settings), database.reading() as store:
        before = store.execute(select(tables.person)).all()
    assert all_of(settings) == all_of(filled)  # made twice for one day
    demo.prepare(replace(settings, demo_password="Another horse 9"), shelf.catalogue)
    with first_run.store_open(settings), database.reading() as store:
        assert store.execute(select(tables.person)).all() == before
        assert filling.is_filled(store)
    client = create_app(replace(settings, demo_password="Another horse 9"), shelf).test_client()
    assert sign_in(client, "lead@demo.example").status_code == 303


def test_a_folder_with_other_records_is_refused_and_left_alone(settings: Settings, shelf: Shelf) -> None:
    with first_run.store_open(settings), database.writing() as store:
        people.add_person(store, "Ada Quill", NOON)
    with pytest.raises(StartError, match="holds other records"):
        demo.prepare(settings, shelf.catalogue)
    with first_run.store_open(settings), database.reading() as store:
        assert store.execute(select(tables.person.c.name)).scalars().all() == ["Ada Quill"]
        assert not bulk.is_empty(store)


@pytest.mark.parametrize("setting", [{"host": "0.0.0.0"}, {"public_url": "https://course.example"}])  # noqa: S104
def test_it_is_for_this_machine_alone(settings: Settings, setting: dict[str, str]) -> None:
    with pytest.raises(StartError, match="this machine alone"):
        demo.demo(replace(settings, **setting), None)  # type: ignore[arg-type]


def test_one_button_for_each_of_seven_signs_in_and_an_ordinary_site_has_none(filled: Settings, shelf: Shelf) -> None:
    settings = filled
    client = create_app(settings, shelf).test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    addresses = re.findall(r'name="email" value="([^"]+@demo\.example)"', page)
    assert addresses == list(filling.ADDRESSES)
    for address in addresses:
        assert sign_in(create_app(settings, shelf).test_client(), address).status_code == 303
    ordinary = create_app(replace(settings, demo=False), shelf).test_client().get("/sign-in").get_data(as_text=True)
    assert "demo.example" not in ordinary


def sign_in(client, address: str):  # type: ignore[no-untyped-def]
    """Press the button of that address."""
    page = client.get("/sign-in").get_data(as_text=True)
    form = next(
        each for each in re.findall(r'<form[^>]*data-form="demo".*?</form>', page, re.DOTALL) if address in each
    )
    return client.post("/sign-in", data=dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', form)))
