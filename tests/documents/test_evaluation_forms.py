"""Evaluation on paper: the questions of the screen in its words, large, without names, without answers."""

import pytest

from course.catalogue.model import Catalogue
from course.documents import evaluation_forms as forms
from course.documents.evaluation_forms import MOMENTS, evaluation_form
from course.documents.tree import Field, Scale, Sheet, Statement
from tests.documents.parity import words_of
from tests.house import plan
from tests.shipped import shipped

ON_SCREEN = ("components/follow_up.html", "pages/mine/reflection_form.html")


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return shipped()


def scales(sheet: Sheet) -> list[Scale]:
    return [each for each in sheet.blocks if isinstance(each, Scale)]


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_confidence_statement_is_asked_at_every_moment(moment: str, course: Catalogue) -> None:
    asked = course.reflection
    sheet = evaluation_form(course, moment)
    shown = [(each.id, each.text, each.least, each.most) for each in scales(sheet)]
    wanted = [(each.id, each.text, asked.scale[0], asked.scale[-1]) for each in asked.confidence]
    assert shown[: len(wanted)] == wanted
    assert (sheet.large, sheet.audience, sheet.id) == (True, "learners", moment)


@pytest.mark.parametrize(("moment", "count"), [("before", 3), ("after", 3), ("later", 0)])
def test_knowledge_is_asked_before_and_after_and_never_answered(moment: str, count: int, course: Catalogue) -> None:
    items = [each for each in evaluation_form(course, moment).blocks if isinstance(each, Statement)]
    assert len(items) == count
    assert [each.answer for each in items] == [None] * count
    assert [each.text for each in items] == [each.asked(moment) for each in course.reflection.knowledge[:count]]


def test_usefulness_and_the_intended_change_are_asked_after_the_course_only(course: Catalogue) -> None:
    useful = {moment: [each.id for each in scales(evaluation_form(course, moment))][6:] for moment in MOMENTS}
    assert useful == {"before": [], "after": ["how_useful"], "later": []}
    change = {moment: forms.CHANGE in words_of(evaluation_form(course, moment)) for moment in MOMENTS}
    assert change == {"before": False, "after": True, "later": False}


def test_some_weeks_later_the_form_asks_what_helped_and_what_got_in_the_way(course: Catalogue) -> None:
    shown = {each.label: each.choices for each in evaluation_form(course, "later").blocks if isinstance(each, Field)}
    assert shown == {
        forms.DECIDED: ("Yes", "No"),
        forms.HELPED: (),
        forms.HINDERED: (),
        forms.DONE: ("Yes", "Partly", "Not yet"),
    }


@pytest.mark.parametrize("moment", MOMENTS)
def test_nobody_is_asked_for_a_name(moment: str, course: Catalogue) -> None:
    text = words_of(evaluation_form(course, moment))
    assert "Do not write your name" in text
    assert "Name" not in [each.label for each in evaluation_form(course, moment).blocks if isinstance(each, Field)]


def test_the_questions_are_put_as_on_screen() -> None:
    screen = "".join((plan.ROOT / "templates" / name).read_text(encoding="utf-8") for name in ON_SCREEN)
    said = (
        *(forms.USEFUL, forms.CHANGE, forms.DECIDED, forms.DECIDED_HINT, forms.HELPED, forms.HINDERED, forms.MEANT),
        *(forms.DONE, *forms.DONE_CHOICES, forms.KNOW, forms.LOOKING, forms.PRACTICE, *forms.SURE.values()),
    )
    assert [each for each in said if each not in screen] == []
