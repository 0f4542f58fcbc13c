"""A blank form as accessible PDF, from `templates/paper/form.typ`: the same words as the page on which it is filled in."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import lru_cache

from course.catalogue.model import Form
from course.documents.certificate import SITE
from course.documents.typesetting import typeset

MOST_KEPT = 16


@lru_cache(maxsize=MOST_KEPT)
def form_pdf(form: Form, edition: str, law_as_at: dt.date) -> bytes | None:
    """The form, with blank lines and boxes, or None where no font here has every letter of it; kept once made.

    It is dated by the law, so that it is the same whenever it is made.
    """
    return typeset("form.typ", _document(form, edition), dt.datetime.combine(law_as_at, dt.time(12), dt.UTC))


def _document(form: Form, edition: str) -> dict[str, object]:
    """What the template reads: every word of the form."""
    return {
        "title": form.title,
        "site": SITE,
        "summary": form.summary,
        "running": f"{SITE} · {form.title} · edition {edition}",
        "heading": form.title,
        "intro": form.intro,
        "sections": [dataclasses.asdict(section) for section in form.sections],
        "footer": form.footer,
    }
