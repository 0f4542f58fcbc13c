"""The document of an evidence pack as PDF/UA-1: an accessible file with a title, tags and a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from course.documents import evidence_sections, evidence_words
from course.documents.certificate import SITE, certificate_picture
from course.documents.evidence_contents import TITLE, Evidence, sample_certificate
from course.documents.tabular import Table
from course.documents.typesetting import typeset
from course.rules.evidence import day_words


def evidence_pdf(data: Evidence, tables: Mapping[str, Table]) -> bytes | None:
    """The document, or None where no font has every letter of a name in it. `tables` by the names of their files."""
    sample = sample_certificate(data)
    picture = certificate_picture(sample) or certificate_picture(replace(sample, partnership=""))
    course = data.course.course
    document = {
        "title": f"{TITLE}: {data.place}, as at {day_words(data.day)}",
        "site": SITE,
        "heading": TITLE,
        "place": data.place,
        "as_at": f"As at {day_words(data.day)}",
        "made": data.made,
        "summary": data.summary,
        "what": evidence_words.WHAT,
        "running": f"{TITLE} · {data.place} · as at {day_words(data.day)} · made with edition {course.edition}",
        "figures": evidence_sections.figures(data.report),
        "sections": evidence_sections.sections(data, tables, picture, sample),
    }
    return typeset("evidence.typ", document, data.made_at)
