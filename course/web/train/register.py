"""The register of a session: everybody on it with one button each, who is still to come first; and the sheet to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from course import waiting
from course.documents import pack_items, room_forms
from course.documents.packs import Wish
from course.documents.room_forms import Expected, Held
from course.documents.tree import Sheet
from course.records import attendances
from course.records.attendances import Line
from course.records.database import reading
from course.records.room_sessions import RoomSession
from course.rules.dates import london_day, london_time
from course.web import wishing
from course.web.site import catalogue
from course.web.train import blueprint
from course.web.train.arrivals import BEGINNING, has_begun
from course.web.train.doubles import Double, doubles
from course.web.train.leaves import Leaf, leaf
from course.web.train.outcomes import NO_NAME, stands
from course.web.train.running import back_to, coming_of, runs_sessions, session_or_404, stage_of

USUAL_GROUP = 16
MOST_ASKED = 10  # so many may be somebody known are asked about on one page; the others once these are settled
BUTTONS = {"before": ("", ""), "now": ("here", "Here now"), "after": ("here", "Was there")}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line, how it stands in words, and the button it has: a key of `arrivals.PRESSED`, or ""."""

    line: Line
    state: str
    button: str
    label: str
    double: Double | None

    @property
    def name(self) -> str:
        """Whose line it is."""
        return self.line.name or NO_NAME

    @property
    def here(self) -> bool:
        """Whether they came; not whoever was taken off."""
        return self.line.arrived_at is not None and self.line.struck_at is None

    @property
    def expected(self) -> bool:
        """Whether they are still to come; nobody waits for whoever has closed their account."""
        return bool(self.line.name) and self.line.arrived_at is None and self.line.struck_at is None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register while it is open. `stage`: as `coming_of`; `since`: BEGINNING or ""; `says_since`: whether one chooses."""

    held: RoomSession
    stage: str
    since: str
    says_since: bool
    here: int
    expected: int
    leaf: Leaf[RegisterRow]

    @property
    def groups(self) -> tuple[tuple[str, tuple[RegisterRow, ...]], ...]:
        """The lines under their headings; before the day there is one heading for all, which is not shown."""
        if not self.begun:
            return (("", self.leaf.rows),) if self.leaf.rows else ()
        still = tuple(each for each in self.leaf.rows if each.expected)
        named = (("Not seen yet", still), ("Written down", self.leaf.rows[len(still) :]))
        return tuple((title, rows) for title, rows in named if rows)

    @property
    def begun(self) -> bool:
        """Whether people can have come."""
        return self.stage in ("now", "after")

    @property
    def offers_all(self) -> bool:
        """Whether there are several to say it of with one button."""
        return self.begun and self.expected > 1


@blueprint.get("/sessions/<number:session>/register")
@runs_sessions
def register(session: int) -> ResponseReturnValue:
    """Everybody, by name; once it is closed the page of the session shows what came of it.

    `?since=beginning`: the buttons say that whoever is put down was there from the beginning.
    """
    with reading() as store:
        held = session_or_404(store, session)
        if held.state != "planned":
            return back_to("session", held)
        lines = attendances.register(store, held.id)
        found = doubles(store, held, lines)
    return render_template("pages/train/register.html", view=_view(held, lines, found))


def _view(held: RoomSession, lines: Sequence[Line], found: Mapping[int, Double]) -> RegisterPage:
    since = since_asked(held)
    rows = sorted((row_of(held, each, found) for each in lines), key=lambda row: (not row.expected, not row.here))
    return RegisterPage(
        held=held,
        stage=coming_of(held),
        since=since,
        says_since=has_begun(held),
        here=sum(each.here for each in rows),
        expected=sum(each.expected for each in rows),
        leaf=leaf(rows, since=since or None),
    )


def since_asked(held: RoomSession) -> str:
    """BEGINNING where whoever is put down was there from then on; "" for now."""
    return BEGINNING if has_begun(held) and request.values.get("since") == BEGINNING else ""


def row_of(held: RoomSession, line: Line, found: Mapping[int, Double]) -> RegisterRow:
    """A line with its button. `found`: doubles by number of the line; the first few of them are asked about."""
    stage, state = stage_of(held), stands(line)
    double = found[line.id] if line.id in tuple(found)[:MOST_ASKED] else None
    if line.struck_at is not None:
        return RegisterRow(line, state, "", "", None)
    if line.arrived_at is None:
        began = ("begun", f"From {london_time(held.begins_at)}")
        button, label = began if since_asked(held) else BUTTONS[coming_of(held)]
        return RegisterRow(line, state, button, label, double)
    if line.left_at is not None:
        return RegisterRow(line, state, "here" if stage == "now" else "", "Here again", double)
    return RegisterRow(line, state, "left" if stage == "now" else "", "Left now", double)


@blueprint.get("/sessions/<number:session>/register.pdf")
@runs_sessions
def register_pdf(session: int) -> ResponseReturnValue:
    """The sheet, with the names of those on the register and rows for those whom nobody expects."""
    with reading() as store:
        held = session_or_404(store, session)
        lines = [each for each in attendances.register(store, held.id) if each.name and each.struck_at is None]
    wish = wishing.wish_for(held.organisation, sender=held.organisation, called=held.organisation_name)
    when = f"{london_time(held.begins_at)} to {london_time(held.planned_end)}"
    told = Held(held.title, london_day(held.begins_at), when, held.place, _led_by(held))
    expected = [Expected(each.name, agency=each.agency or held.organisation_name) for each in lines]
    kept = wish.local.get("retention-schedule", "")
    made = _set(held, room_forms.register(told, expected, group=USUAL_GROUP, kept=kept), wish)
    name = f"register-{london_day(held.begins_at)}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, content_type="application/pdf", headers=headers)


def _set(held: RoomSession, made: Sheet, wish: Wish) -> bytes:
    """The file. To set two hundred names takes half a second, in which nobody else is held up; they are not kept."""
    work = partial(pack_items.sheet_pdf, catalogue(), made, wish)
    return waiting.made_outside(request.environ, f"register {held.id}", work)


def _led_by(held: RoomSession) -> str:
    return " and ".join(filter(None, (held.trainer_name, held.co_trainer)))
