"""The slides of a module or of a pack, as the projector and the twin on the screen show them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import abort, current_app

from course.catalogue.model import Plan
from course.documents.packs import Wish
from course.documents.slide_values import Slide
from course.documents.slides import slides
from course.documents.tree import Block, Box, Statement
from course.rules import plans
from course.rules.plans import MODULE
from course.web.site import catalogue

MOST_KEPT = 40  # decks of some 200 kB, the least used ones dropped first


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of a plan. `name`: as it stands in an address."""

    name: str
    plan: Plan
    slides: tuple[Slide, ...]


def deck_or_404(name: str, wish: Wish) -> Deck:
    """The slides of a module by its id, or of a pack by its name."""
    held = catalogue()
    plan = plans.plan(held, MODULE + name) or plans.plan(held, name) or abort(404)
    kept: OrderedDict[object, Deck] = current_app.extensions.setdefault("decks", OrderedDict())
    key = (held.digest, plan.id, wish.organisation, tuple(sorted(wish.local.items())))
    if key not in kept:
        kept[key] = Deck(name, plan, slides(held, plan, wish))
        if len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return replace(kept[key], name=name)


def answers(slide: Slide) -> tuple[Statement, ...]:
    """The statements on a slide with their answers, which stand in its notes."""
    return tuple(_statements(slide.notes)) if slide.kind in ("statement", "statements") else ()


def _statements(blocks: tuple[Block, ...]) -> Iterator[Statement]:
    for each in blocks:
        if isinstance(each, Statement) and each.answer is not None:
            yield each
        elif isinstance(each, Box):
            yield from _statements(each.blocks)
