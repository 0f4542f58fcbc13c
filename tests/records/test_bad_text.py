"""What PostgreSQL cannot keep in a text is told as such, whichever way it is sent, and nothing is saved."""

import pytest
from sqlalchemy import select

from course.errors import BadText
from course.records import organisations, people, readings, tables
from course.records.database import reading, writing
from tests.conftest import close, records_app
from tests.records.made import NOON, people_now, person

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("name", ["a\0b", "\0", "\ud800"])
def test_a_text_that_postgresql_cannot_keep_is_told_and_nothing_is_saved(postgres_url: str, name: str) -> None:
    app = records_app(postgres_url)
    with app.app_context():
        for add in (people.add_person, organisations.add_organisation):
            with pytest.raises(BadText, match="Nothing was saved"), writing() as store:
                person(store)
                add(store, name, NOON)
        with pytest.raises(BadText), writing() as store:
            readings.mark_read(store, person(store), name, "2026.1", NOON)  # on the driver's own cursor
        with pytest.raises(BadText), reading() as store:
            store.execute(select(tables.account).where(tables.account.c.sign_in_name == name))
        assert people_now() == 0
    close(app)
