"""The register of a session: everybody on it with one button each; and the sheet to print and sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from course.documents import pack_items, room_forms
from course.documents.room_forms import Expected, Held
from course.records import attendances
from course.records.attendances import Line
from course.records.database import reading
from course.records.room_sessions import RoomSession
from course.rules.dates import london_day, london_time
from course.web import wishing
from course.web.site import catalogue
from course.web.train import blueprint
from course.web.train.doubles import Double, doubles
from course.web.train.outcomes import NO_NAME
from course.web.train.running import back_to, people_scope, runs_sessions, session_or_404, stage_of

USUAL_GROUP = 16


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line, how it stands in words, and the button it has: "here", "left" or ""."""

    line: Line
    state: str
    button: str
    label: str
    double: Double | None

    @property
    def name(self) -> str:
        """Whose line it is."""
        return self.line.name or NO_NAME


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register while it is open."""

    held: RoomSession
    stage: str
    rows: tuple[RegisterRow, ...]

    @property
    def begun(self) -> bool:
        """Whether people can have come."""
        return self.stage in ("now", "after")

    @property
    def offers_all(self) -> bool:
        """Whether there are several to say it of with one button."""
        return self.begun and self.expected > 1

    @property
    def here(self) -> int:
        """How many are in the room, or were to the end."""
        return sum(each.line.arrived_at is not None and each.line.struck_at is None for each in self.rows)

    @property
    def expected(self) -> int:
        """How many have not been seen yet."""
        return sum(each.line.arrived_at is None and each.line.struck_at is None for each in self.rows)


@blueprint.get("/sessions/<number:session>/register")
@runs_sessions
def register(session: int) -> ResponseReturnValue:
    """Everybody, by name; once it is closed the page of the session shows what came of it."""
    with reading() as store:
        held = session_or_404(store, session)
        if held.state != "planned":
            return back_to("session", held)
        lines = attendances.register(store, held.id)
        found = doubles(store, lines, people_scope(store, held))
    rows = tuple(_row(held, each, found) for each in lines)
    return render_template("pages/train/register.html", view=RegisterPage(held, stage_of(held), rows))


def _row(held: RoomSession, line: Line, found: Mapping[int, Double]) -> RegisterRow:
    stage, double = stage_of(held), found.get(line.id)
    if line.struck_at is not None:
        return RegisterRow(
            line, f"Taken off: {line.struck_reason}" if line.struck_reason else "Taken off", "", "", None
        )
    if line.arrived_at is None:
        label = "" if stage == "before" else "Here now" if stage == "now" else "Was there"
        return RegisterRow(line, "Expected", "here" if label else "", label, double)
    since = f"Here since {london_time(line.arrived_at)}"
    if line.left_at is not None:
        state = f"Here from {london_time(line.arrived_at)} to {london_time(line.left_at)}"
        return RegisterRow(line, _away(state, line), "here" if stage == "now" else "", "Here again", double)
    return RegisterRow(line, _away(since, line), "left" if stage == "now" else "", "Left now", double)


def _away(words: str, line: Line) -> str:
    return f"{words}, {line.away_minutes} minutes away" if line.away_minutes else words


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
    made = pack_items.sheet_pdf(catalogue(), room_forms.register(told, expected, group=USUAL_GROUP, kept=kept), wish)
    name = f"register-{london_day(held.begins_at)}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, content_type="application/pdf", headers=headers)


def _led_by(held: RoomSession) -> str:
    return " and ".join(filter(None, (held.trainer_name, held.co_trainer)))
