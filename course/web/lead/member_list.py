"""The lists of members behind the figures: each asks in its own address, and is a page, a file, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import parse_qsl, urlencode

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from course.documents import report_tables
from course.documents.report_tables import Notes
from course.documents.tabular import Table
from course.records import contacts, reports
from course.records.database import reading
from course.records.paging import Turn
from course.records.reports import MOST_COUNTED, MemberPage
from course.rules.explaining import NAMES as STATUS_WORDS
from course.rules.kinds import kind_name
from course.rules.name_words import telling, typed_words
from course.rules.reporting import CHASED, Asked, Listed, Member, is_earlier
from course.web.lead import asking, files
from course.web.lead.asking import Question
from course.web.lead.settling import settled
from course.web.paging import Pager
from course.web.scope import present_sight

RECORDS = "/reports/people"  # where the records of people lie
LONGEST_QUERY = 1000
LEFT = "left"  # the status of whoever does not belong to the place any more


@dataclass(frozen=True, slots=True)
class ListKind:
    """One of the lists. `file` is what its files are called, `fields` what may be asked, `statuses` whom alone it holds."""

    name: str  # in the address of a record, whose page leads back to the list
    words: str
    address: str
    template: str
    file: str
    fields: tuple[str, ...]
    order: str
    table: Callable[[Iterable[Listed], Asked, Notes], Table]
    statuses: frozenset[str] = frozenset()


PEOPLE = ListKind(
    name="people",
    words="the list of people",
    address=RECORDS,
    template="pages/lead/people.html",
    file="completion-people",
    fields=asking.LIST,
    order="name",
    table=report_tables.people,
)
CHASE = ListKind(
    name="chase",
    words="the chase list",
    address="/reports/chase",
    template="pages/lead/chase.html",
    file="chase-list",
    fields=asking.OVERVIEW,
    order="team",
    table=report_tables.chase,
    statuses=CHASED,
)
KINDS = {each.name: each for each in (PEOPLE, CHASE)}


@dataclass(frozen=True, slots=True)
class MemberList:
    """A page of a list."""

    kind: ListKind
    question: Question
    page: MemberPage
    addresses: Mapping[int, tuple[tuple[str, bool], ...]]  # of whom they are shown; whether nobody has proved it

    @property
    def count(self) -> str:
        """How many there are, in words."""
        return counted(self.page.count, whole=self.page.counted)

    @property
    def first(self) -> str:
        """The address of the first page."""
        return self.question.link(self.kind.address)

    @property
    def pager(self) -> Pager:
        """The addresses of the pages before and after, by the same filters and in the same order."""
        return Pager(self._turned(self.page.before), self._turned(self.page.after), self.question.turn != Turn())

    def _turned(self, turn: Turn | None) -> str:
        return self.question.link(self.kind.address, after=turn.after, before=turn.before) if turn else ""

    def words(self, member: Member) -> str:
        """The status in words."""
        return STATUS_WORDS[member.status]

    def record(self, member: Member) -> str:
        """The address of somebody's record, as at the same day; it knows the way back to this page of the list."""
        here = self.question.link(self.kind.name, after=self.question.turn.after, before=self.question.turn.before)
        told = {"as_at": str(self.question.asked.day)} if self.question.asked.past else {}
        told |= {"list": here} if here != PEOPLE.name else {}
        return f"{RECORDS}/{member.person}" + (f"?{urlencode(told)}" if told else "")

    def found_by(self, member: Member) -> tuple[tuple[str, bool], ...]:
        """The addresses that tell why a search found somebody, where the name does not.

        Not those of somebody who has left: they may be newer than the leaving, and are nobody's business any more.
        """
        known = dict(self.addresses.get(member.person, ())) if _is_here(member, self.question) else {}
        told = telling(member.name, tuple(known), typed_words(self.question.asked.name))
        return tuple((each, known[each]) for each in told)

    @property
    def several(self) -> bool:
        """Whether the list may have people of several organisations."""
        return self.question.choices.several and self.question.asked.organisation is None

    def completed_as(self, member: Member) -> str:
        """How the course was completed, in words."""
        return kind_name(member.kind)

    def is_earlier(self, member: Member) -> bool:
        """Whether somebody is trained only under earlier rules."""
        return is_earlier(member.status, member.edition, self.question.asked.current)

    @property
    def teams(self) -> Iterator[tuple[str, tuple[Member, ...]]]:
        """Organisation and team in words, and who stands there, where the list is in the order of teams."""
        for (organisation, team), members in groupby(
            self.page.members, key=lambda one: (one.organisation_name, one.team_name)
        ):
            named = f"{organisation}: {team}" if self.question.choices.several else team
            yield (named if team else f"{organisation}: no team"), tuple(members)


@dataclass(frozen=True, slots=True)
class WayBack:
    """The list from which a record was opened."""

    href: str
    words: str


def asked(kind: ListKind) -> Question:
    """What the address asks of a list, over everybody whose name one may see; the rows are settled."""
    with reading() as store:
        found = _question(store, kind, kind.fields)
    return settled(found)


def asked_of_one(kind: ListKind, fields: tuple[str, ...]) -> Question:
    """What the address asks of one record; as at another day it is read from its facts, whoever's rows are due."""
    with reading() as store:
        found = _question(store, kind, fields)
    return found if found.asked.past else settled(found)


def _question(
    store: Connection, kind: ListKind, fields: tuple[str, ...], sent: Mapping[str, str] | None = None
) -> Question:
    found = asking.question(store, present_sight().names, fields, order=kind.order, sent=sent)
    return replace(found, asked=replace(found.asked, statuses=kind.statuses)) if kind.statuses else found


def shown(kind: ListKind) -> ResponseReturnValue:
    """A page of the list; a filter that cannot be is said above the form, with all filters kept."""
    question = asked(kind)
    if question.errors:
        return refused(kind, question)
    with reading() as store:
        page, sought = reports.member_page(store, question.asked, question.turn), question.asked.name.strip()
        here = {each.person for each in page.members if _is_here(each, question)} if sought else set()
        addresses = contacts.known_addresses(store, here)
    view = MemberList(kind, question, page, addresses)
    return render_template(kind.template, question=question, view=view)


def _is_here(member: Member, question: Question) -> bool:
    """Whether somebody belongs to the place today, as far as the list knows; of another day it does not."""
    return member.status != LEFT and not question.asked.past


def refused(kind: ListKind, question: Question) -> ResponseReturnValue:
    """The page of a list with what is wrong with its filters."""
    return render_template(kind.template, question=question, view=None), 422


def sent(kind: ListKind, form: str) -> ResponseReturnValue:
    """Everybody in the list as a file: `form` "csv" or "xlsx"."""
    question = asked(kind)
    if question.errors:
        return refused(kind, question)
    files.note_export(kind.file, question)
    return files.streamed(lambda store: _table(store, kind, question), kind.file, question, form)


def _table(store: Connection, kind: ListKind, question: Question) -> Table:
    listed = question.asked
    if not listed.past:
        return kind.table(reports.all_listed(store, listed), listed, question.notes)
    members = list(reports.all_members(store, listed))
    later = report_tables.entered_later(sum(each.later for each in members))
    return kind.table((each.listed for each in members), listed, question.notes + later)


def counted(number: int, *, whole: bool = True) -> str:
    """How many people there are, in words; not `whole`: at least so many."""
    if number > MOST_COUNTED:
        return f"More than {MOST_COUNTED} people"
    people = "1 person" if number == 1 else f"{number} people"
    return people if whole else f"At least {people}"


def way_back(told: str) -> WayBack:
    """Where a record leads back to: the list that its address tells of, by its filters as far as they can be.

    What was told is only read, by the reader of that list's own address, and never an address itself.
    """
    name, _, query = told.partition("?")
    kind = KINDS.get(name, PEOPLE)
    plain = WayBack(kind.address, kind.words)
    if not query or len(query) > LONGEST_QUERY:
        return plain
    try:
        with reading() as store:
            found = _question(store, kind, kind.fields, dict(parse_qsl(query)))
    except NotFound:
        return plain
    if found.errors:
        return plain
    return WayBack(found.link(kind.address, after=found.turn.after, before=found.turn.before), kind.words)
