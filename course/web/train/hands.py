"""A show of hands before the room: a statement, counts typed by the trainer or taken from phones, and nothing kept afterwards.

What phones see of it: `phones.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import abort, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.catalogue.model import Quiz
from course.clock import now
from course.config import Settings
from course.records import hands as records
from course.records.database import reading, writing
from course.records.hands import Show
from course.web.gate import holds_any, must_be_learner
from course.web.qr import square
from course.web.site import catalogue
from course.web.train import blueprint
from course.web.train.statements import Shown, by_key

STAGE = re.compile(r"/present/[a-z][a-z0-9-]{0,63}/[1-9][0-9]{0,2}(?:\?[a-z0-9=&]{0,80})?")
NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)
YES = "yes"


@dataclass(frozen=True, slots=True)
class HandsPage:
    """What a trainer chooses from. `back`: the slide one comes from, or ""."""

    quizzes: tuple[Quiz, ...]
    chosen: Shown | None
    open: Shown | None
    back: str


@dataclass(frozen=True, slots=True)
class Wall:
    """The statement before the room. `counts` and `answer`: whether the trainer wants them seen."""

    show: Show
    shown: Shown
    address: str
    picture: str
    back: str
    counts: bool
    answer: bool
    typed: tuple[str, str]
    wrong: bool = False

    @property
    def lines(self) -> tuple[tuple[str, str, int], ...]:
        """For each answer its name in the page, its words, and how many gave it."""
        yes, no = self.shown.quiz.labels
        return ("trues", yes, self.show.trues), ("falses", no, self.show.falses)

    @property
    def place(self) -> str:
        """The address as one types it, but for the code at its end."""
        return self.address.partition("://")[2].removesuffix(self.show.code)

    @property
    def answered(self) -> int:
        """How many have answered."""
        return self.show.trues + self.show.falses

    def seen(self, *, counts: bool, answer: bool) -> str:
        """This page with more or less on it."""
        return url_for(
            "train.hands_show",
            counts=YES if counts else None,
            answer=YES if answer else None,
            back=self.back or None,
        )


@blueprint.get("/hands")
@holds_any("trainer")
def hands() -> ResponseReturnValue:
    """Choose a statement, or go on with the one that is open."""
    held = catalogue()
    with reading() as store:
        here = records.open_of(store, must_be_learner().person)
    view = HandsPage(
        quizzes=tuple(held.quizzes.values()),
        chosen=by_key(held, request.args.get("statement", "")),
        open=by_key(held, here.statement) if here else None,
        back=_back(),
    )
    return render_template("pages/train/hands.html", view=view)


@blueprint.post("/hands")
@holds_any("trainer")
def open_hands() -> ResponseReturnValue:
    """Put a statement before the room; what was open before is closed."""
    shown = by_key(catalogue(), request.form.get("statement", "")) or abort(400)
    with writing() as store:
        records.show(store, must_be_learner().person, shown.key, now())
    return redirect(url_for("train.hands_show", back=_back() or None), 303)


@blueprint.get("/hands/show")
@holds_any("trainer")
def hands_show() -> ResponseReturnValue:
    """The statement before the room, with the way in for phones."""
    found = _wall()
    return (
        render_template("pages/train/hands_show.html", view=found) if found else redirect(url_for("train.hands"), 303)
    )


@blueprint.get("/hands/show.json")
@holds_any("trainer")
def hands_counts() -> ResponseReturnValue:
    """The counts alone, for the page that looks again by itself; all 0 where nothing is open."""
    with reading() as store:
        here = records.open_of(store, must_be_learner().person)
    yes, no = (here.trues, here.falses) if here else (0, 0)
    return jsonify(open=here is not None, answered=yes + no, trues=yes, falses=no)


@blueprint.post("/hands/typed")
@holds_any("trainer")
def type_hands() -> ResponseReturnValue:
    """Take the hands that the trainer has counted in the room."""
    typed = [request.form.get(name, "").strip() or "0" for name in ("trues", "falses")]
    if not all(NUMBER.fullmatch(each) for each in typed):
        found = _wall(wrong=True) or abort(409)
        return render_template("pages/train/hands_show.html", view=found), 422
    with writing() as store:
        records.set_typed(store, must_be_learner().person, int(typed[0]), int(typed[1]))
    return redirect(url_for("train.hands_show", counts=YES, back=_back() or None), 303)


@blueprint.post("/hands/close")
@holds_any("trainer")
def close_hands() -> ResponseReturnValue:
    """Close it: statement, counts and every hand are gone."""
    with writing() as store:
        records.close(store, must_be_learner().person)
    return redirect(_back() or url_for("train.hands"), 303)


def _back() -> str:
    """The slide to come back to, from the form or the address; "" where none is named."""
    typed = request.form.get("back", "") or request.args.get("back", "")
    return typed if STAGE.fullmatch(typed) else ""


def _wall(*, wrong: bool = False) -> Wall | None:
    """What this trainer has open; None where nothing is, or the course has changed meanwhile."""
    with reading() as store:
        show = records.open_of(store, must_be_learner().person)
    shown = by_key(catalogue(), show.statement) if show else None
    if show is None or shown is None:
        return None
    settings: Settings = current_app.config["SHAREWELL"]
    address = settings.public_url + url_for("train.hand", code=show.code)
    sent = (request.form.get("trues", ""), request.form.get("falses", ""))
    return Wall(
        show=show,
        shown=shown,
        address=address,
        picture=square(address, "this question on a phone"),
        back=_back(),
        counts=_wanted("counts"),
        answer=_wanted("answer"),
        typed=sent if wrong else (str(show.typed_true), str(show.typed_false)),
        wrong=wrong,
    )


def _wanted(name: str) -> bool:
    return request.args.get(name) == YES
