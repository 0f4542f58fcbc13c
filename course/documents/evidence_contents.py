"""What an evidence pack is made from, as one value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from course.catalogue.model import Catalogue
from course.documents.certificate import CertificateSheet
from course.rules.dates import LONDON, add_months, london_day
from course.rules.evidence import EditionTaken, day_words, summary
from course.rules.explaining import Names
from course.rules.impact import Impact
from course.rules.items import Item, Misconception
from course.rules.report_hiding import Number, ShownReport
from course.rules.requirements import DatedRequirement, Requirement
from course.rules.role_coverage import RoleCoverage

TITLE = "Evidence pack"
SAMPLE = "Sample Learner"
SAMPLE_CODE = "SAMPLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a pack is made from. `partnership` is "" where none was named; `role` as it is on screen.

    `report`, `roles` and `months` have their small numbers hidden already. `notes` stand above the rows of every file.
    """

    course: Catalogue
    site_address: str
    partnership: str
    place: str
    day: dt.date
    made_at: dt.datetime
    made_by: str
    role: str
    version: str
    report: ShownReport
    roles: RoleCoverage
    months: tuple[tuple[dt.date, dict[str, Number]], ...]
    rules: tuple[DatedRequirement, ...]
    default: Requirement
    names: Names
    editions: tuple[EditionTaken, ...]
    items: tuple[Item, ...]
    misconceptions: tuple[Misconception, ...]
    impact: Impact
    notes: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        """The paragraph to copy."""
        return summary(self.place, self.day, self.report.total)

    @property
    def made(self) -> str:
        """Who made it, in which role, at which moment in London."""
        at = self.made_at.astimezone(LONDON)
        return f"Made by {self.made_by} ({self.role}) on {day_words(at.date())}, {at:%H:%M} (London)"


def sample_certificate(data: Evidence) -> CertificateSheet:
    """The certificate of somebody who is made up, completed on the day on which the pack was made: in its edition."""
    course, day = data.course.course, london_day(data.made_at)
    return CertificateSheet(
        holder=SAMPLE,
        course=course.title,
        level=course.level,
        edition=course.edition,
        law_as_at=course.law_as_at,
        learning_minutes=course.learning_minutes,
        completed_on=day,
        expires_on=add_months(day, data.default.valid_months),
        partnership=data.partnership,
        modules=tuple(each.title for each in data.course.modules),
        competences=course.competences,
        code=SAMPLE_CODE,
        check_address=f"{data.site_address}/certificates",
        made_at=data.made_at,
    )
