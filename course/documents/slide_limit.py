"""Plans that would give more slides than a room sits through: what `course check` says of them.

Counted as the slides are when every local detail is long, so that no partnership gets more. The catalogue cannot count them:
only who makes slides knows how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator

from course.catalogue.model import Catalogue, Plan
from course.catalogue.problems import Problem
from course.documents.packs import Wish
from course.documents.slides import LONGEST, most, slides
from course.rules import plans

MODULE, CASE = "module-", "case-"
MEND = {
    "plan": "take out {over} at least: a page under `pages`, or a case",
    "module": "divide the module, or put two of its pages into one",
    "case": "shorten its decisions and their choices, so that each of them fits on a slide",
}


def too_many_slides(catalogue: Catalogue) -> Iterator[Problem]:
    """A fault for each plan, written or worked out, whose slides are too many even with every quiz on paper."""
    long = dict.fromkeys(catalogue.slots, "W" * LONGEST)
    for name in plans.plan_names(catalogue):
        plan = plans.plan(catalogue, name)
        if plan is None:
            continue
        count, allowed = len(slides(catalogue, plan, Wish(catalogue.course.law_as_at, long))), most(plan)
        if count > allowed:
            path, kind = _written_in(catalogue, plan, name)
            message = f"the pack “{plan.title}” would have {count} slides, and {allowed} are the most"
            yield Problem(path, 1, "error", message, MEND[kind].format(over=count - allowed))


def _written_in(catalogue: Catalogue, plan: Plan, name: str) -> tuple[str, str]:
    """The file that an author mends, and what kind it is."""
    if name in catalogue.plans:
        return f"content/plans/{plan.id}.yaml", "plan"
    module = catalogue.module(name.removeprefix(MODULE)) if name.startswith(MODULE) else None
    if module is not None:
        return f"content/modules/{module.number}-{module.id}.md", "module"
    case = catalogue.cases[name.removeprefix(CASE)]
    return f"content/cases/{case.number}-{case.id}.yaml", "case"
