"""Whatever stands in files of people: twice is once, and undone is as before."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from course.clock import now
from course.records import import_undo, organisations
from course.records.database import db
from tests.records.test_imports import bring_in, judge, kinds, lines, rows, settled

NAMES = st.sampled_from(["Ada Quill", "ADA  QUILL", "Bo Marsh", "Cy Réed"])
EMAILS = st.sampled_from(["", "a@x.example", "A@X.example", "b@x.example", "c@x.example"])
TEAMS = st.sampled_from(["", "Night", "night", "Day"])
ROLES = st.sampled_from(["", "Cook", "Key person"])
DAYS = st.sampled_from(["", "2020-01-01", "01/01/2020", "2024-09-01", "2026-11-22", "2027-02-01"])
LEFT = st.sampled_from(["", "", "", "2024-09-01", "2026-11-22", "2027-02-01"])
TRAININGS = st.sampled_from([",,,,", "2025-03-01,Sharing,,,", "2025-03-01,Sharing,2,College,Seen"])
LINES = st.tuples(NAMES, EMAILS, TEAMS, ROLES, DAYS, LEFT, TRAININGS).map(",".join)
FILES = st.lists(LINES, min_size=1, max_size=6)


def without_refused(store: Connection, organisation: int, file: list[str]) -> list[str]:
    """The lines of a file without those that are refused, again and again until none is."""
    while True:
        _, told = judge(store, organisation, lines(*file))
        kept = [file[each.line - 2] for each in told if each.kind != "refused"]
        if len(kept) == len(file):
            return file
        file = kept


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(FILES, min_size=1, max_size=3))
def test_whatever_the_files_twice_is_once_and_undone_is_as_before(sqlite_app: Flask, files: list[list[str]]) -> None:
    with db.engine.connect() as store:
        store.begin()
        organisation = organisations.add_organisation(store, "Heronsea Nursery", now())
        for file in files:
            kept = lines(*without_refused(store, organisation, file))
            before, standing = rows(store), settled(store)
            number = bring_in(store, organisation, kept)
            after = rows(store)
            judged, told = judge(store, organisation, kept)
            assert set(kinds(told)) <= {"skipped"}, (kept, told)
            assert judged.acts == ()
            assert import_undo.undo(store, organisation, number, by=None, now=now()) == import_undo.Undone()
            assert rows(store) == before
            assert settled(store) == standing
            bring_in(store, organisation, kept)
            assert {name: len(each) for name, each in rows(store).items()} == {
                name: len(each) for name, each in after.items()
            }
        store.rollback()
