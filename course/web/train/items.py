"""One document of a pack: its twin on the screen, word for word as on paper, and its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from course.documents.flowchart_drawing import Drawing, draw
from course.documents.pack_items import sheet
from course.documents.pack_orders import Order
from course.documents.pack_start import start_here
from course.documents.packs import SLIDES, START, Item, Pack, Wish
from course.documents.sheet_setting import foot, printing
from course.documents.slide_values import Slide
from course.documents.tree import Sheet
from course.web import making
from course.web.gate import holds_any
from course.web.site import catalogue
from course.web.train import blueprint, wishes
from course.web.train.decks import Deck, deck_or_404
from course.web.train.packs import pack_or_404, page_counts
from course.web.train.wishes import Wishes

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True, slots=True)
class Twin:
    """An item as it is read on the screen; `foot`: the two lines at the foot of its pages."""

    pack: Pack
    item: Item
    wishes: Wishes
    foot: tuple[str, str]

    @property
    def back(self) -> str:
        """The pack that it is of."""
        return self.wishes.link(f"/packs/{self.pack.name}")

    @property
    def file(self) -> str:
        """Where its file is."""
        return self.wishes.link(f"/packs/{self.pack.name}/{self.item.id}.{self.item.formats[0]}")


@dataclass(frozen=True, slots=True)
class ItemPage(Twin):
    """A sheet."""

    sheet: Sheet


@dataclass(frozen=True, slots=True)
class DeckPage(Twin):
    """The slides as they are read on the screen."""

    deck: Deck

    @property
    def stage(self) -> str:
        """Where they fill the screen."""
        return self.wishes.link(f"/present/{self.pack.name}")

    def drawing(self, slide: Slide) -> Drawing | None:
        """The flowchart of a slide that shows it."""
        return draw(slide.chart) if slide.chart else None


@blueprint.get("/packs/<slug:pack>/<slug:item>")
@holds_any("trainer")
def item(pack: str, item: str) -> ResponseReturnValue:
    """The twin."""
    found, here, chosen, wish = _asked(pack, item)
    below = foot(printing(catalogue(), wish, chosen.title))
    if chosen.id == SLIDES:
        deck = DeckPage(here, chosen, found, below, deck_or_404(here.name, wish))
        return render_template("pages/train/slides.html", view=deck)
    return render_template(
        "pages/train/item.html", view=ItemPage(here, chosen, found, below, _sheet(here, chosen, wish))
    )


@blueprint.get("/packs/<slug:pack>/<slug:item>.pdf")
@holds_any("trainer")
def item_pdf(pack: str, item: str) -> ResponseReturnValue:
    """The file to print."""
    return _file(pack, item, "pdf", PDF)


@blueprint.get("/packs/<slug:pack>/<slug:item>.pptx")
@holds_any("trainer")
def item_pptx(pack: str, item: str) -> ResponseReturnValue:
    """The slides, to change and to show."""
    return _file(pack, item, "pptx", PPTX)


def _asked(name: str, item: str) -> tuple[Wishes, Pack, Item, Wish]:
    """What the address names; 404 where there is no such thing."""
    found = wishes.asked()
    wish = wishes.wish_for(found)
    here = pack_or_404(name, wish)
    return found, here, here.item(item) or abort(404), wish


def _sheet(here: Pack, chosen: Item, wish: Wish) -> Sheet:
    if chosen.id == START:
        return start_here(catalogue(), here, wish, page_counts(here.name, wish))
    return sheet(catalogue(), here, chosen.id, wish)


def _file(name: str, item: str, ending: str, kind: str) -> ResponseReturnValue:
    found, here, chosen, wish = _asked(name, item)
    if ending not in chosen.formats:
        abort(404)
    pages: Mapping[str, int] = page_counts(name, wish) if chosen.id == START else {}
    made = making.file_of(Order("item", here.name, wish, chosen.id, pages))
    first, _, last = chosen.file.rpartition("/")[2].rpartition(".")
    return making.answer(made, f"{first}{found.in_file_name()}.{last}", kind)
