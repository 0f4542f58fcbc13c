"""People."""

from sqlalchemy import Connection

from course.records import people
from tests.records.made import NOBODY, person


def test_a_person_has_a_name_until_it_is_changed(store: Connection) -> None:
    ada, bo = person(store, "Ada Quill"), person(store, "Bo Marsh")
    assert people.person_name(store, ada) == "Ada Quill"
    people.rename(store, ada, "Ada Quill-Marsh")
    assert people.person_name(store, ada) == "Ada Quill-Marsh"
    assert people.person_name(store, bo) == "Bo Marsh"


def test_nobody_has_no_name(store: Connection) -> None:
    assert people.person_name(store, NOBODY) is None


def test_names_are_kept_letter_by_letter(store: Connection) -> None:
    for name in ("Zoë O’Brien-Ñandú", "李小龍", "<script>", "x" * 10_000, "a'; DROP TABLE person;--", "👩‍👧 e\u0301"):
        assert people.person_name(store, person(store, name)) == name
