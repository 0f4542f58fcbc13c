"""A value for every part of an address that speaks of the course, and of nobody."""

from course.catalogue.model import Catalogue


def examples_of_course(catalogue: Catalogue) -> dict[str, str | int]:
    """By the word in the address: "endpoint.part" where the same word means different things."""
    return {
        "module": "golden-rules",
        "page": "golden-rules-quiz",
        "quiz": "golden-rules-quiz",
        "question": "consent",
        "public.poster.sheet": "a4",
        "reference": next(iter(catalogue.references)),
        "form": next(iter(catalogue.forms)),
        "practice.decide_on.route": "1.unsure",
        "case": "third-floor",
        "length": "foundation",
        "route": "a.a.a.a",
        "slot": "front-door",
        **examples_of_packs(),
    }


def examples_of_packs() -> dict[str, str | int]:
    """The shortest pack, which is made soonest, and its slides."""
    views = ("pack_page", "pack_zip", "pack_cover", "item", "item_pdf", "item_pptx")
    return {
        **{f"train.{view}.pack": "twenty-minutes" for view in views},
        "item": "plan",
        "train.item_pptx.item": "slides",
        **dict.fromkeys(("train.present_slide.number", "train.present_notes.number"), 2),
    }
