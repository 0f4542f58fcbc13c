"""A value for every part of an address that speaks of the course, and of nobody."""

from course.catalogue.model import Catalogue


def examples_of_course(catalogue: Catalogue) -> dict[str, str | int]:
    """By the word in the address: "endpoint.part" where the same word means different things."""
    return {
        "module": "golden-rules",
        "page": "golden-rules-quiz",
        "question": "consent",
        "public.poster.sheet": "a4",
        "reference": next(iter(catalogue.references)),
        "form": next(iter(catalogue.forms)),
        "practice.decide_on.route": "1.unsure",
        "case": "third-floor",
        "length": "foundation",
        "route": "a.a.a.a",
        "slot": "front-door",
    }
