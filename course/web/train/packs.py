"""Packs: one ready choice, what is inside it, and the whole of it as one file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.documents.pack_orders import Order
from course.documents.packs import SLIDES, Item, Pack, Wish, pack, pack_names
from course.rules import plans
from course.rules.plans import CASE, MODULE
from course.web import making, refusals
from course.web.gate import holds_any
from course.web.making import NotMade
from course.web.site import catalogue
from course.web.train import blueprint, wishes
from course.web.train.wishes import Wishes

ZIP, PNG = "application/zip", "image/png"
COVER_SIZE = (1075, 1520)  # A4 in the proportions of the picture
GROUPS = (("ready", "Whole sessions"), ("module", "One module"), ("case", "One case"))
TELL = "If it fails again, tell whoever runs the site: {}."


@dataclass(frozen=True, slots=True)
class Inside:
    """An item in the list of a pack, and how many pages or slides it has."""

    item: Item
    pages: int
    href: str

    @property
    def count(self) -> str:
        """How many, in words; and what else than printing is done with it."""
        noun = "slide" if self.item.id == SLIDES else "page"
        said = f"1 {noun}" if self.pages == 1 else f"{self.pages} {noun}s"
        if self.item.id == SLIDES or self.item.printed:
            return said
        return f"{said}, to send" if self.item.copies == 0 else f"{said}, A3"


@dataclass(frozen=True, slots=True)
class PackPage:
    """Everything on the page. `others`: every pack by group, with its id and title."""

    pack: Pack
    wishes: Wishes
    trainer: tuple[Inside, ...]
    learners: tuple[Inside, ...]
    others: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    cover_size: tuple[int, int] = COVER_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are to print, each once."""
        return sum(each.pages for each in (*self.trainer, *self.learners) if each.item.copies)

    @property
    def path(self) -> str:
        """Where this pack is."""
        return f"/packs/{self.pack.name}"


def pack_or_404(name: str, wish: Wish) -> Pack:
    """The pack of that name."""
    return pack(catalogue(), name, wish) or abort(404)


def page_counts(name: str, wish: Wish) -> Mapping[str, int]:
    """How many pages each item has, by id: alike on every day. Raises NotMade."""
    order = Order("pages", name, wishes.on_any_day(wish))
    found: Mapping[str, int] = json.loads(making.file_of(order).read_bytes())
    return found


def not_made(fault: NotMade) -> ResponseReturnValue:
    """The page of a making that failed: nothing is left of it, and why."""
    return refusals.page(503, title=making.NOT_MADE, paragraphs=(making.TRY_AGAIN, TELL.format(fault)))


blueprint.register_error_handler(NotMade, not_made)


@blueprint.get("/packs")
@holds_any("trainer")
def packs() -> ResponseReturnValue:
    """The ready choice; another pack that was chosen in the form has its own page."""
    names = pack_names(catalogue())
    chosen = request.args.get("pack", names[0])
    found = wishes.asked()
    if chosen != names[0] and not found.errors:
        return redirect(found.link(url_for("train.pack_page", pack=chosen if chosen in names else abort(404))), 303)
    return _show(names[0], found)


@blueprint.get("/packs/<slug:pack>")
@holds_any("trainer")
def pack_page(pack: str) -> ResponseReturnValue:
    """One pack."""
    return _show(pack, wishes.asked())


@blueprint.get("/packs/<slug:pack>.zip")
@holds_any("trainer")
def pack_zip(pack: str) -> ResponseReturnValue:
    """The whole pack; wishes that cannot be are said on its page."""
    found = wishes.asked()
    if found.errors:
        return redirect(f"/packs/{pack}?{request.query_string.decode('ascii', 'ignore')}", 303)
    wish = wishes.wish_for(found)
    made = making.file_of(Order("zip", pack_or_404(pack, wish).name, wish))
    return making.answer(made, f"{pack}{found.in_file_name()}-{wish.made_on.isoformat()}.zip", ZIP)


@blueprint.get("/packs/<slug:pack>/cover.png")
@holds_any("trainer")
def pack_cover(pack: str) -> ResponseReturnValue:
    """A picture of the page that one opens first."""
    wish = wishes.wish_for(wishes.asked())
    order = Order("cover", pack_or_404(pack, wish).name, wish, pages=page_counts(pack, wish))
    return making.shown(making.file_of(order), f"{pack}.png", PNG)


def _show(name: str, found: Wishes) -> ResponseReturnValue:
    wish = wishes.wish_for(found)
    here = pack_or_404(name, wish)
    pages = page_counts(name, wish)
    listed = [Inside(item, pages[item.id], found.link(f"/packs/{name}/{item.id}")) for item in here.items]
    view = PackPage(
        pack=here,
        wishes=found,
        trainer=tuple(each for each in listed if each.item.audience == "trainer"),
        learners=tuple(each for each in listed if each.item.audience != "trainer"),
        others=tuple(_others()),
    )
    return render_template("pages/train/packs.html", view=view), 422 if found.errors else 200


def _others() -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every pack to choose from, by what kind it is."""
    held = catalogue()
    titled = [(name, made.title) for name in pack_names(held) if (made := plans.plan(held, name))]
    for kind, title in GROUPS:
        yield title, tuple((name, called) for name, called in titled if kind_of(name) == kind)


def kind_of(name: str) -> str:
    """What kind of pack a name stands for."""
    return "module" if name.startswith(MODULE) else "case" if name.startswith(CASE) else "ready"
