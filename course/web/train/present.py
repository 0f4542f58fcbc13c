"""The projector: one slide fills the screen. Notes stand in a second window; answers come when the trainer asks for them.

Without scripts every step is a link. With them the page stays and its slide is changed, so that the screen stays full, and the
window with the notes follows (`static/js/49-present.js`).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.documents.slide_values import Slide
from course.documents.tree import Statement
from course.records.database import reading
from course.web.gate import holds_any
from course.web.site import catalogue
from course.web.train import blueprint, wishes
from course.web.train.decks import Deck, answers, deck_or_404
from course.web.train.running import session_on_until
from course.web.train.statements import of_block
from course.web.train.wall_chart import WallChart, wall_chart
from course.web.train.wishes import Wishes

ANSWER = "yes"


@dataclass(frozen=True, slots=True)
class Stage:
    """A slide on the projector. `shown`: the answers to its statements, once the trainer asks for them; `awake`: until when the
    page keeps the visit from ending while nobody touches it, in seconds since 1970; 0: it does not.
    """

    deck: Deck
    wishes: Wishes
    number: int
    shown: tuple[Statement, ...]
    awake: int

    @property
    def slide(self) -> Slide:
        """The slide itself."""
        return self.deck.slides[self.number - 1]

    @property
    def hidden(self) -> tuple[Statement, ...]:
        """The answers that are still to come."""
        return () if self.shown else answers(self.slide)

    @property
    def next(self) -> str | None:
        """Where one goes on: to the answers of this slide, then to the slide after it; None at the end."""
        if self.hidden:
            return self.at(self.number, answer=ANSWER)
        return self.at(self.number + 1) if self.number < len(self.deck.slides) else None

    @property
    def back(self) -> str | None:
        """Where one came from; None at the beginning."""
        if self.shown:
            return self.at(self.number)
        return self.at(self.number - 1) if self.number > 1 else None

    @property
    def following(self) -> Slide | None:
        """The slide after this one, for the notes."""
        return self.deck.slides[self.number] if self.number < len(self.deck.slides) else None

    @property
    def chart(self) -> WallChart | None:
        """The flowchart, where the slide shows it."""
        return wall_chart(self.slide.chart)

    def at(self, number: int, **more: str) -> str:
        """Where a slide is."""
        return self.wishes.link(f"/present/{self.deck.name}/{number}", **more)

    def notes_at(self, number: int) -> str:
        """Where the notes of a slide are."""
        return self.wishes.link(f"/present/{self.deck.name}/{number}/notes")

    @property
    def hands(self) -> str | None:
        """Where the room can answer before the answer is shown; None where there is nothing to answer, or several things."""
        found = of_block(catalogue(), self.hidden[0]) if len(self.hidden) == 1 else None
        return url_for("train.hands", statement=found.key, back=self.at(self.number)) if found else None

    @property
    def end(self) -> str:
        """Where one comes from: the pack with these slides."""
        return self.wishes.link(f"/packs/{self.deck.plan.id}")


@blueprint.get("/present/<slug:module>")
@holds_any("trainer")
def present(module: str) -> ResponseReturnValue:
    """The first slide of a module, or of a pack."""
    return render_template("pages/train/present.html", view=_stage(module, 1))


@blueprint.get("/present/<slug:module>/<number:number>")
@holds_any("trainer")
def present_slide(module: str, number: int) -> ResponseReturnValue:
    """One slide; with `?answer=yes` and the answers to its statements."""
    return render_template("pages/train/present.html", view=_stage(module, number))


@blueprint.get("/present/<slug:module>/<number:number>/notes")
@holds_any("trainer")
def present_notes(module: str, number: int) -> ResponseReturnValue:
    """What the trainer says at this slide; for a window that the room does not see."""
    return render_template("pages/train/present_notes.html", view=_stage(module, number))


def _stage(module: str, number: int) -> Stage:
    found = wishes.asked()
    deck = deck_or_404(module, wishes.wish_for(found))
    if number > len(deck.slides):
        abort(404)
    shown = answers(deck.slides[number - 1]) if request.args.get("answer") == ANSWER else ()
    with reading() as store:
        until = session_on_until(store)
    return Stage(deck, found, number, shown, int(until.timestamp()) if until else 0)
