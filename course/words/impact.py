"""`course report --impact`: the rows of `/reports/impact`, with the same groups hidden."""

from __future__ import annotations

from sqlalchemy import Connection

from course.catalogue.model import Catalogue
from course.documents import analysis_tables, report_tables
from course.documents.tabular import Table
from course.records import batches, impact
from course.rules.impact import impact as worked_out
from course.rules.reporting import Asked


def table(store: Connection, asked: Asked, catalogue: Catalogue, *, organisation: str) -> Table:
    """What the course seems to change, of everybody or of one organisation, by the end of a day."""
    within = batches.Asked(scope=asked.scope, day=asked.day, organisation=asked.organisation)
    found = worked_out(
        catalogue.reflection,
        impact.ratings(store, within),
        impact.responses(store, within, catalogue.course.follow_up_weeks),
        impact.answers(store, within),
    )
    notes = report_tables.notes(asked, catalogue.course.edition, organisation=organisation)
    return analysis_tables.impact(found, (*notes, analysis_tables.GROUPS))
