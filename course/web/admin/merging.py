"""Two records of one person: find the other, look at both side by side, make them one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, completions, members, merging
from course.records.database import reading, writing
from course.records.members import Place, Somebody
from course.rules.member_days import overlapping
from course.web.admin import blueprint
from course.web.admin.own import own, own_person_or_404
from course.web.admin.people import words_of
from course.web.gate import holds_any, must_be_learner

MOST_FOUND = 10
TOGETHER = "Tick that the days which overlap count once, or go back and correct them first"
WHICH_RECORD = "Choose which record is kept"
WHICH_ACCOUNT = "Both have an account. Choose which one stays"
NOT_CONFIRMED = "The account that you chose has no confirmed address, and the other one has. Choose the other one"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records."""

    person: Somebody
    places: tuple[Place, ...]
    certificates: int


@dataclass(frozen=True, slots=True)
class MergePage:
    """Both records; `keep` and `account` are what was chosen, None while nothing was.

    `may_choose`: who looks at it may end one of two accounts.
    """

    sides: tuple[Side, Side]
    keep: int | None
    account: int | None
    errors: tuple[tuple[str, str], ...]
    may_choose: bool

    @property
    def both_have_accounts(self) -> bool:
        """Whether one of two accounts has to end."""
        return all(side.person.has_account for side in self.sides)

    @property
    def doubtful(self) -> bool:
        """Whether an account is among them of which nobody knows who opened it."""
        return any(side.person.has_account and not side.person.email_confirmed for side in self.sides)

    @property
    def overlaps(self) -> tuple[tuple[Place, Place], ...]:
        """Stays in one organisation that hold on the same day, one of each record."""
        return _overlaps(*(side.places for side in self.sides))

    @property
    def refused(self) -> bool:
        """An account opens everything of its person, so one that stays for another's is the partnership's to choose."""
        return self.both_have_accounts and not self.may_choose

    @property
    def status(self) -> int:
        """What the page answers with."""
        return 403 if self.refused and request.method == "POST" else 422 if self.errors else 200


def _whole(store: Connection, number: int) -> Somebody:
    """A person who is looked after here alone: a record that others see too is for the partnership's administrator."""
    found = own_person_or_404(store, number)
    return found if members.wholly_within(store, own(), number) else abort(404)


@blueprint.get("/people/<number:person>/merge")
@holds_any("administrator")
def find_double(person: int) -> ResponseReturnValue:
    """Search the other record; the same name is searched first."""
    typed = request.args.get("q")
    with reading() as store:
        found = _whole(store, person)
        words = words_of(typed) if typed is not None else found.name
        others = members.listed(store, own(), words=words) if words else ()
        others = tuple(each for each in others if each.id != person)[:MOST_FOUND]
        places = members.places(store, own(), [each.id for each in others])
    rows = tuple((each, places[each.id]) for each in others)
    return render_template("pages/admin/find_double.html", person=found, rows=rows, words=words)


@blueprint.get("/people/<number:person>/merge/<number:other>")
@holds_any("administrator")
def merge(person: int, other: int) -> ResponseReturnValue:
    """Both side by side."""
    return _show(person, other)


@blueprint.post("/people/<number:person>/merge/<number:other>")
@holds_any("administrator")
def merge_now(person: int, other: int) -> ResponseReturnValue:
    """Make them one. Sent again, when it is done, it shows the one that was kept."""
    keep, account = (_chosen(name, person, other) for name in ("keep", "account"))
    if keep is None:
        return _show(person, other, errors=(("#keep", WHICH_RECORD),))
    gone = other if keep == person else person
    with writing() as store:
        if members.somebody(store, own(), gone) is None and members.somebody(store, own(), keep) is not None:
            return redirect(url_for("admin.person", person=keep, done="merged"), 303)
        fault = _fault(store, (_whole(store, keep), _whole(store, gone)), account)
        if fault is None:
            _merge(store, keep, gone, account)
            return redirect(url_for("admin.person", person=keep, done="merged"), 303)
    return _show(person, other, keep=keep, errors=(fault,))


def _fault(store: Connection, both: tuple[Somebody, Somebody], account: int | None) -> tuple[str, str] | None:
    """What is still to be chosen or ticked, and where; None: nothing."""
    of_account = _fault_of_account(both, account)
    if of_account:
        return "#account", of_account
    places = members.places(store, own(), [each.id for each in both])
    asked = request.form.get("together") != "yes" and _overlaps(*places.values())
    return ("#together", TOGETHER) if asked else None


def _overlaps(one: tuple[Place, ...], two: tuple[Place, ...]) -> tuple[tuple[Place, Place], ...]:
    """Stays of two records in one organisation of which some days are the same."""
    pairs = ((each, other) for each in one for other in two if each.organisation == other.organisation)
    lasting = (pair for pair in pairs if all(each.left_on is None or each.started_on < each.left_on for each in pair))
    return tuple((each, other) for each, other in lasting if overlapping(each.started_on, each.left_on, [other]))


def _fault_of_account(both: tuple[Somebody, Somebody], account: int | None) -> str | None:
    """Why the account that was chosen cannot stay; None where it can, or at most one has an account."""
    if not all(each.has_account for each in both):
        return None
    if account is None or not own().everything:
        return WHICH_ACCOUNT
    confirmed = {each.id for each in both if each.email_confirmed}
    return NOT_CONFIRMED if confirmed and account not in confirmed else None


def _merge(store: Connection, keep: int, gone: int, account: int | None) -> None:
    if merging.merge(store, keep, gone, account):
        audit.note(store, must_be_learner().person, "records merged", f"person {keep}", f"person {gone}", now())


def _chosen(name: str, *both: int) -> int | None:
    return next((each for each in both if request.form.get(name) == str(each)), None)


def _show(
    person: int, other: int, *, keep: int | None = None, errors: tuple[tuple[str, str], ...] = ()
) -> ResponseReturnValue:
    if person == other:
        abort(404)
    with reading() as store:
        found = [_whole(store, each) for each in (person, other)]
        places = members.places(store, own(), (person, other))
        one, two = (Side(each, places[each.id], len(completions.completions_of(store, each.id))) for each in found)
    account = _chosen("account", person, other)
    view = MergePage((one, two), keep, account, errors, may_choose=own().everything)
    return render_template("pages/admin/merge.html", view=view), view.status
