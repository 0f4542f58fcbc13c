"""An evidence pack as one ZIP: the document, its tables as CSV, and a list of them with their digests.

The same contents give the same bytes: the files stand in a fixed order and carry one fixed time.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from course.documents import analysis_tables, evidence_tables, report_tables
from course.documents.evidence import evidence_pdf
from course.documents.evidence_contents import TITLE, Evidence
from course.documents.evidence_words import HIDING
from course.documents.tabular import Table, csv_parts
from course.rules.evidence import day_words

DOCUMENT, MANIFEST = "evidence.pdf", "manifest.txt"
SUMS = "SHA256SUMS"  # as `sha256sum -c` reads it
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say
READ_ONLY = 0o100444 << 16
SMALL = ("Small numbers", HIDING)


@dataclass(frozen=True, slots=True)
class Counting:
    """The notes of the files that count answers and ratings: how small groups are protected there."""

    answers: tuple[str, str]
    ratings: tuple[str, str]


def tables(data: Evidence, counting: Counting) -> dict[str, Table]:
    """The tables of a pack, each by the name of its file without `.csv`, in the order of the document."""
    notes = data.notes
    later = report_tables.entered_later(data.report.total["later"])
    found = {
        "coverage": report_tables.overview(data.report, (*notes, *later, SMALL)),
        "rules": evidence_tables.rules(data.rules, data.default, data.names, notes),
        "editions": evidence_tables.editions(data.editions, (*notes, SMALL)),
        "questions": analysis_tables.questions(data.items, (*notes, counting.answers)),
        "misconceptions": analysis_tables.misconceptions(data.misconceptions, (*notes, counting.answers)),
        "impact": analysis_tables.impact(data.impact, (*notes, counting.ratings)),
        "outline": evidence_tables.outline(data.course, notes),
        "changes": evidence_tables.changes(data.course, notes),
    }
    found |= {"job-roles": evidence_tables.roles(data.roles, (*notes, SMALL))} if data.roles.lines else {}
    return found | ({"trend": report_tables.trend(data.months, (*notes, SMALL))} if data.months else {})


def packed(data: Evidence, counting: Counting) -> bytes | None:
    """The whole pack, or None where no font has every letter of a name in it."""
    made = tables(data, counting)
    document = evidence_pdf(data, made)
    if document is None:
        return None
    files = {DOCUMENT: document} | {f"{name}.csv": b"".join(csv_parts(made[name])) for name in sorted(made)}
    files[MANIFEST] = manifest(data, files)
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as pack:
        for name, content in {**files, SUMS: sums(files)}.items():
            entry = ZipInfo(name, NO_TIME)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, READ_ONLY, 3
            pack.writestr(entry, content)
    return whole.getvalue()


def sums(files: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file, for `sha256sum -c` in the folder where the pack was unpacked."""
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()


def manifest(data: Evidence, files: Mapping[str, bytes]) -> bytes:
    """What the pack is, and each file with its SHA-256 and its size."""
    course = data.course.course
    lines = [
        TITLE,
        f"Of: {data.place}",
        f"As at: {data.day.isoformat()}",
        data.made,
        f"Edition of the course when made: {course.edition}, law as at {day_words(course.law_as_at)}",
        f"Program: Sharewell {data.version}",
        "",
        data.summary,
        "",
        "SHA-256, bytes, file",
        *(f"{sha256(content).hexdigest()}  {len(content)}  {name}" for name, content in files.items()),
    ]
    return ("\r\n".join(lines) + "\r\n").encode()
