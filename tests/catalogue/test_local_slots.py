"""The slots of the course: every local detail that a partnership has to fill in has a place, and no place is lost."""

from __future__ import annotations

import pytest

from course.catalogue.model import Catalogue
from tests.shipped import shipped

# Values that were filled in, and files that were taken away, name slots by these ids: they are never changed.
NEEDED = {
    "both": """front-door referral-link emergency-line out-of-hours adult-safeguarding-lead health-named-professional
        advice-line allegations domestic-abuse-service marac exploitation-panel prevent trafficking-first-responder
        unaccompanied-children-lead threshold-document data-sharing-agreement escalation-policy listed-bodies
        training-terms support-line languages-and-formats safeguarding-lead deputy-safeguarding-lead caldicott-guardian
        data-protection-officer information-governance legal-advice secure-transfer retention-schedule complaints
        whistleblowing""",
    "partnership": """partnership-name partnership-area neighbouring-areas mappa disclosure-scheme-link
        multi-agency-arrangements mandatory-reporting certificate-signatory""",
}


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return shipped()


@pytest.mark.parametrize("level", NEEDED)
def test_every_local_detail_has_its_slot_on_its_level(level: str, course: Catalogue) -> None:
    assert {each.id for each in course.slots.values() if each.level == level} == set(NEEDED[level].split())


def test_every_slot_tells_whoever_fills_it_in_what_belongs_there_and_where_it_stands(course: Catalogue) -> None:
    for each in course.slots.values():
        assert each.label and each.group != "Other" and len(each.note.split()) > 5, each.id


def test_no_two_slots_have_the_same_name(course: Catalogue) -> None:
    assert len({each.label.casefold() for each in course.slots.values()}) == len(course.slots)
