"""The glossary terms of what a page shows, for the list of words at its foot."""

from __future__ import annotations

import re

from course.catalogue.model import Catalogue, Term

USE = re.compile(r'href="#term-([a-z][a-z0-9-]*)"')


def terms_in(held: Catalogue, *html: str) -> tuple[Term, ...]:
    """The terms that are marked in these texts, in the order of their marks."""
    used = dict.fromkeys(name for text in html for name in USE.findall(text))
    return tuple(held.terms[name] for name in used)
