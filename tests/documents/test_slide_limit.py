"""Content that would give more slides than a room sits through is a fault, with its file and how to mend it."""

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from course import ROOT, cli
from course.catalogue.problems import Problem
from course.config import Settings
from course.documents.slide_limit import too_many_slides
from course.rules import plans
from tests.documents.slide_words import course


def test_the_course_as_it_is_has_none() -> None:
    assert list(too_many_slides(course())) == []


@pytest.mark.parametrize(("name", "most"), [("three-hours", 35), ("sixty-minutes", 34)])
def test_a_plan_with_too_much_in_it_is_told_with_its_file_and_by_how_many(
    name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "plan_names", lambda _catalogue: (name,))
    plan = course().plans[name]
    often = replace(course(), plans={name: replace(plan, steps=plan.steps * 3)})
    (fault,) = too_many_slides(often)
    assert (fault.path, fault.severity) == (f"content/plans/{name}.yaml", "error")
    assert fault.message.startswith(f"the pack “{plan.title}” would have ")
    assert fault.message.endswith(f" slides, and {most} are the most")
    count = int(fault.message.split(" would have ")[1].split()[0])
    assert count > most and fault.mend == f"take out {count - most} at least: a page under `pages`, or a case"


@pytest.mark.parametrize("name", plans.plan_names(course()))
def test_the_file_that_is_named_is_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.documents.slide_limit.most", lambda _plan: 0)
    monkeypatch.setattr(plans, "plan_names", lambda _catalogue: (name,))
    (fault,) = too_many_slides(course())
    assert Path(ROOT, fault.path).is_file()


def test_the_check_of_the_content_tells_it_and_says_that_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = Problem("content/plans/long.yaml", 1, "error", "would have 40 slides", "take out 5")
    monkeypatch.setattr(cli, "read_catalogue", lambda _root, _today: (course(), []))
    monkeypatch.setattr(cli, "too_many_slides", lambda held: [fault] if held is course() else [])
    words = argparse.Namespace(schemas=False, json=False, strict=False)
    assert cli.check(Settings.from_environ(), words) == 1
    assert capsys.readouterr().out.splitlines() == [str(fault), "1 error, 0 warnings."]
