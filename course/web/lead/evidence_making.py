"""Gathering what an evidence pack says, and making it: reading, setting and packing before the one short write."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from sqlalchemy import Connection

from course.clock import now
from course.config import ROOT, Settings
from course.documents.evidence_contents import Evidence
from course.documents.evidence_zip import Counting, packed
from course.records import as_at, evidence_packs, job_roles, organisations, reports, role_counts
from course.records.database import reading
from course.records.evidence_packs import NewPack
from course.records.requirements import requirements
from course.rules.evidence import editions_taken, pack_role, rules_in_force
from course.rules.explaining import Names
from course.rules.report_hiding import ShownReport, shown_without_names
from course.rules.role_coverage import role_coverage
from course.rules.suppression import LEAST_ANSWERS, LEAST_RATINGS
from course.web.gate import must_be_learner
from course.web.lead import analysis, impact, questions
from course.web.lead.asking import Question
from course.web.lead.trends import month_by_month
from course.web.site import catalogue, partnership_name

ROLE_WORDS = {"organisation-lead": "Safeguarding lead", "auditor": "Auditor"}
NO_LETTERS = "The pack could not be made: no font on the server has every letter of a name in it. Nothing was kept."
NOT_WRITTEN = "The pack could not be written on the server: {}. Nothing was kept. Tell whoever runs the site."


@dataclass(frozen=True, slots=True)
class PackPlace:
    """What a pack is about: an organisation, or (None) the whole partnership."""

    organisation: int | None
    name: str


class NotMade(Exception):
    """A pack could not be made; the message is for a person. Nothing of it was kept."""


def hidden_report(store: Connection, question: Question) -> ShownReport:
    """The report of the place with its small numbers hidden, as everybody gets it who sees no names there."""
    return shown_without_names(reports.overview(store, question.asked), None, None)


def make(place: PackPlace, question: Question, key: str) -> int:
    """Make the pack and keep it; gives its number. The same form makes one pack however often it is sent."""
    with reading() as store:
        made = evidence_packs.made_by_key(store, key)
        if made is not None:
            return made
        at = now().replace(microsecond=0)
        data = _evidence(store, place, question, at)
    counting = Counting(analysis.counting(LEAST_ANSWERS), analysis.counting(LEAST_RATINGS))
    content = packed(data, counting)
    if content is None:
        raise NotMade(NO_LETTERS)
    who = must_be_learner().person
    settings: Settings = current_app.config["SHAREWELL"]
    try:
        return evidence_packs.keep(
            settings.instance, NewPack(place.organisation, question.asked.day, at, who, key, content)
        )
    except OSError as fault:
        raise NotMade(NOT_WRITTEN.format(fault.strerror)) from fault


def _evidence(store: Connection, place: PackPlace, question: Question, at: dt.datetime) -> Evidence:
    asked, here = question.asked, must_be_learner()
    settings: Settings = current_app.config["SHAREWELL"]
    analysed, report = questions.analyse(store, question), hidden_report(store, question)
    return Evidence(
        course=catalogue(),
        site_address=settings.public_url,
        partnership=partnership_name() or "",
        place=place.name,
        day=asked.day,
        made_at=at,
        made_by=here.name,
        role=ROLE_WORDS[pack_role(here.roles, place.organisation)],
        version=version(),
        report=report,
        roles=role_coverage(role_counts.counts(store, asked), report.total),
        months=month_by_month(store, question, hiding=True),
        rules=rules_in_force(requirements(store), asked.day, place.organisation),
        default=asked.default,
        names=_names(store),
        editions=editions_taken(as_at.groups(store, asked), asked.current),
        items=analysed.items,
        misconceptions=analysed.misconceptions,
        impact=impact.found(store, question),
        notes=_notes(question, place),
    )


def _notes(question: Question, place: PackPlace) -> tuple[tuple[str, str], ...]:
    """What stands above the rows of each file. The edition is that of the making, whatever the day of the pack."""
    said = {"Organisation": place.name}
    called = {"Edition of the course": "Edition of the course when made"}
    return tuple((called.get(word, word), said.get(word, what)) for word, what in question.notes)


def _names(store: Connection) -> Names:
    return Names(
        organisations={each.id: each.name for each in organisations.organisations(store)},
        teams={each.id: each.name for each in organisations.teams(store)},
        job_roles=job_roles.names(store),
    )


@lru_cache(maxsize=1)
def version() -> str:
    """Which program makes the pack."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
