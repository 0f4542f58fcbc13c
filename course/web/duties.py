"""What somebody looks after besides learning, in words with the ways to it; known from the one read behind every page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from course.rules.facts import Learner, Role
from course.rules.permission import SCOPES
from course.web.gate import Access
from course.web.site import partnership_name

Link = tuple[str, str]  # address, words
REPORT: Link = ("/reports", "Completion report")
KINDS: tuple[tuple[tuple[str, ...], str, tuple[Link, ...]], ...] = (
    (("organisation-lead", "team-lead"), "You look after", (REPORT, ("/reports/chase", "Chase list"))),
    (("auditor",), "You audit", (REPORT, ("/manage/audit", "Audit log"))),
    (("administrator",), "You manage", (("/manage/people", "Manage people"),)),
)
ROLE_WORDS = {
    "organisation-lead": "safeguarding lead",
    "team-lead": "team lead",
    "auditor": "auditor",
    "administrator": "administrator",
    "trainer": "trainer",
}
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Duty:
    """`words` go in front of the `place`; the links lead to what there is to do."""

    words: str
    place: str
    links: tuple[Link, ...]


def duties(here: Learner | None) -> tuple[Duty, ...]:
    """What the reader looks after; nothing for learners and guests."""
    return tuple(_duties(here.roles)) if here and here.roles else ()


def _duties(roles: Collection[Role]) -> Iterator[Duty]:
    for names, words, links in KINDS:
        held = [role for role in roles if role.name in names]
        if held:
            yield Duty(words, _places(held), links)


def _places(held: Collection[Role]) -> str:
    """The names of the places, the farthest-reaching first; the whole partnership says it all."""
    if any(role.scope == "partnership" for role in held):
        return partnership_name() or "the whole partnership"
    known = sorted({(SCOPES.index(role.scope), role.place) for role in held})
    named = [place for _, place in known]
    if len(known) > MOST_NAMED:
        named = [*named[: MOST_NAMED - 1], f"{len(known) - MOST_NAMED + 1} more"]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def lacking(access: Access | None, here: Learner | None) -> tuple[str, ...]:
    """What is said to somebody who lacks the role for a page, and who can give it; nothing where that is not the reason."""
    if access is None or here is None or access.kind != "role" or access.opens_for(here.roles):
        return ()
    *others, last = [words for role, words in ROLE_WORDS.items() if role in access.roles]
    asked = f"{', '.join(others)} or {last}" if others else last
    manages = any(role.name == "administrator" for role in here.roles)
    return (
        f"It needs the role of {asked}, which your account does not have.",
        "You are an administrator: you can give that role on somebody's page under Manage people."
        if manages
        else "Administrators give roles. If you think you should have it, ask yours.",
    )
