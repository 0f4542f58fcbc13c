"""A file of people against what is known: line by line what would be added, changed, skipped or refused, and why.

Who is meant: an address says it, in whatever case. Without one it is whoever has the same name, team and first day.
Only people of this organisation, present or former, are ever meant: an address known elsewhere attaches to nothing here
until it is confirmed by mail or invitation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from course.rules.csv_reading import Fault, Row
from course.rules.outside import OutsideTraining
from course.rules.people_belonging import Refused, Step, belonging
from course.rules.people_known import Act, Known, KnownPerson, Trained, Verdict
from course.rules.people_lines import Line, day_words, name_key, read_line
from course.rules.texts import email_key

NOTHING_TO_DO = "nothing to do"


@dataclass(slots=True)
class _First:
    """The first line about somebody, whom it means (None: somebody new), and the training named so far."""

    line: Line
    person: int | None
    trained: frozenset[Trained] = frozenset()


@dataclass(slots=True)
class Judge:
    """Judges the lines of one file in their order. `today`: the first day of whoever has no other."""

    known: Known
    today: dt.date
    _firsts: dict[object, _First] = field(default_factory=dict)
    _meant: dict[int, int] = field(default_factory=dict)  # person -> the line that means them
    _texts: dict[str, str] = field(default_factory=dict)  # what stands in many lines is kept once
    _places: dict[object, int] = field(default_factory=dict)  # name, team and day of lines with an address -> line

    def verdict(self, row: Row | Fault) -> Verdict:
        """What comes of the next line."""
        if isinstance(row, Fault):
            return Verdict(row.line, "refused", "", row.message)
        line = read_line(row, self.today, self._texts)
        if isinstance(line, str):
            return Verdict(row.line, "refused", _shown(row), line)
        try:
            return self._judge(line)
        except Refused as reason:
            return Verdict(line.number, "refused", line.name, str(reason))

    def _judge(self, line: Line) -> Verdict:
        key: object = email_key(line.email) if line.email else line.place
        first = self._firsts.get(key)
        if first is not None:
            return self._again(line, first)
        first = self._firsts[key] = _First(line, None)
        self._check_place(line)
        person = self._whom(line)
        if person is not None:
            if person.id in self._meant:
                raise Refused(f"this is the person of line {self._meant[person.id]}: give both lines the same email")
            self._meant[person.id], first.person = line.number, person.id
            first.trained = person.trained
        step = belonging(line, person.memberships if person else (), self.known, self.today)
        return self._first_verdict(line, first, person, step)

    def _check_place(self, line: Line) -> None:
        """Refuse a line without an address where another with one may mean the same person."""
        if not line.email and line.place in self._places:
            raise Refused(f"line {self._places[line.place]} has this name, team and start, and an email: give it here")
        if line.email and line.started_on:
            self._places.setdefault(line.place, line.number)
            other = self._firsts.get(line.place)
            if other is not None:
                raise Refused(f"line {other.line.number} has this name, team and start without email: give it there")

    def _first_verdict(self, line: Line, first: _First, person: KnownPerson | None, step: Step) -> Verdict:
        said, training = list(step.said), self._new_training(line, first)
        # Only people without any address get one: whose it is, and whether it is right, others have said already.
        contact = line.email if person is None or not person.addressed else ""
        if contact and person:
            said.append("email kept")
        if training:
            said.append(_told(training))
        if person and line.name and name_key(line.name) != name_key(person.name):
            step.noted.append(f"known here as {person.name}; the name stays")
        new = person is None
        if not (said or new):
            return Verdict(line.number, "skipped", line.name, "; ".join(step.noted) or NOTHING_TO_DO)
        number = person.id if person else None
        act = Act(number, line.number, line.name, contact, step.begin, step.changes, training)
        words = "; ".join([*said, *step.noted])
        return Verdict(line.number, "added" if new else "changed", line.name, words, act)

    def _new_training(self, line: Line, first: _First) -> OutsideTraining | None:
        """The training of the line, unless it is known or was named before."""
        here = line.training
        if here is None or (key := (here.course, here.provider, here.completed_on)) in first.trained:
            return None
        first.trained |= {key}
        return here

    def _again(self, line: Line, first: _First) -> Verdict:
        """A further line about somebody: another training at most."""
        before = first.line
        pairs = (
            ("name", name_key(line.name), name_key(before.name)),
            ("team", name_key(line.team), name_key(before.team)),
            ("job_role", name_key(line.job_role), name_key(before.job_role)),
            ("started_on", line.started_on, before.started_on),
            ("left_on", line.left_on, before.left_on),
        )
        other = [column for column, here, there in pairs if here and here != there]
        if other:
            raise Refused(f"line {before.number} is about the same person, with another {' and '.join(other)}")
        training = self._new_training(line, first)
        if training is None:
            return Verdict(line.number, "skipped", line.name, f"says the same as line {before.number}")
        act = Act(first.person, before.number, before.name, "", None, (), training)
        return Verdict(line.number, "changed", line.name, f"{_told(training)}, beside line {before.number}", act)

    def _whom(self, line: Line) -> KnownPerson | None:
        """Who is meant; None: somebody new. Raises Refused where it cannot be told."""
        people = self.known.people
        found = self._by_address(line) if line.email else None
        if found is not None:
            return people[found]
        namesakes = [people[number] for number in self._namesakes(line)]
        free = [each for each in namesakes if not each.addressed]
        several = "several people here have this name, team and start: their emails have to tell them apart"
        if len(free) > 1 or (not line.email and not free and len(namesakes) > 1):
            raise Refused(several)
        if free:
            return free[0]
        if line.email and namesakes:
            raise Refused("somebody here with this name, team and start has another email: change it on their page")
        return namesakes[0] if namesakes else None

    def _by_address(self, line: Line) -> int | None:
        key, people = email_key(line.email), self.known.people
        proven = self.known.proven.get(key, ())
        if len(proven) > 1:
            raise Refused("two records here have this email: merge them first")
        if proven:
            return proven[0]
        # Who typed an address has not shown that it is theirs, but the organisation has the same name for it.
        unproven = self.known.unproven.get(key, ())
        same = [number for number in unproven if name_key(people[number].name) == name_key(line.name)]
        return same[0] if len(same) == 1 else None

    def _namesakes(self, line: Line) -> tuple[int, ...]:
        if line.started_on is None:
            return ()
        team = self.known.teams.get(name_key(line.team)) if line.team else None
        if line.team and team is None:
            return ()
        return self.known.places.get((name_key(line.name), team, line.started_on), ())


def _told(training: OutsideTraining) -> str:
    return f"trained elsewhere on {day_words(training.completed_on)} ({training.course})"


def _shown(row: Row) -> str:
    """The name as it stands there, shortened, so that the line can be found."""
    name = " ".join(row.cells.get("name", "").split())
    return "".join(sign if sign.isprintable() else "?" for sign in name[:60])
