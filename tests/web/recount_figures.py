"""What a report says beside the statuses, worked out once more in plain Python from the raw rows of a SQLite file.

Like `recount`, it shares no line with the program: trained under earlier rules, headcount and share, questions, impact.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from statistics import correlation, median

from tests.web.recount import Raw, Row, day_of

Place = tuple[str, str]
TRAINED = ("in-date", "due-soon")


def number(edition: str) -> tuple[int, ...]:
    """Editions in their order."""
    return tuple(map(int, edition.split(".")))


def by_line(raw: Raw, day: dt.date, fits: Callable[[Row, str], bool]) -> dict[Place, int]:
    """How many members fit, of every line of the overview: each team, each organisation, all."""
    organisations = {each["id"]: each["name"] for each in raw.rows["organisation"]}
    teams = {each["id"]: each["name"] for each in raw.rows["team"]}
    found: defaultdict[Place, int] = defaultdict(int)
    for member in raw.rows["membership"]:
        status = raw.status(member, day)
        if status and fits(member, status):
            here = organisations[member["organisation"]]
            for line in ((here, teams.get(member["team"], "No team")), (here, ""), ("All", "")):
                found[line] += 1
    return found


def earlier(raw: Raw, day: dt.date, law_changes: Iterable[tuple[str, dt.date]]) -> dict[Place, int]:
    """Trained, but last in an edition before the newest change of law that was known on the day."""
    newest = max((number(edition) for edition, since in law_changes if since <= day), default=None)
    last: dict[int, str] = {}
    for each in sorted(raw.rows["completion"], key=lambda row: (row["completed_on"], row["id"])):
        if not each["withdrawn_at"] and day_of(each["completed_on"]) <= day:  # type: ignore[operator]
            last[each["person"]] = each["edition"]

    def fits(member: Row, status: str) -> bool:
        return status in TRAINED and newest is not None and number(last[member["person"]]) < newest

    return by_line(raw, day, fits)


def declared(raw: Raw, day: dt.date) -> dict[Place, int]:
    """What was declared: of a team; of an organisation, else of all its teams together; of all organisations together."""
    said: dict[tuple[int, int | None], int] = {}
    for each in sorted(raw.rows["headcount"], key=lambda row: (row["from_day"], row["id"])):
        if day_of(each["from_day"]) <= day:  # type: ignore[operator]
            said[each["organisation"], each["team"]] = each["people"]
    found: dict[Place, int] = {}
    for place in raw.rows["organisation"]:
        teams = [each for each in raw.rows["team"] if each["organisation"] == place["id"]]
        for each in teams:
            if (place["id"], each["id"]) in said:
                found[place["name"], each["name"]] = said[place["id"], each["id"]]
        of_teams = [found.get((place["name"], each["name"])) for each in teams]
        whole = said.get((place["id"], None)) if (place["id"], None) in said else together(of_teams)
        if whole is not None:
            found[place["name"], ""] = whole
    everybody = together([found.get((each["name"], "")) for each in raw.rows["organisation"]])
    return found if everybody is None else {**found, ("All", ""): everybody}


def together(numbers: list[int | None]) -> int | None:
    """Their sum; None where one is missing, or there is none."""
    known = [each for each in numbers if each is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def batched(rows: Iterable[tuple[Row, tuple[str, ...], Row | None]], least: int) -> dict[tuple[str, ...], list[Row]]:
    """What is counted of each kind: of every place, in the order of time, whole batches of which nothing is gone.

    rows: a place (`answer_place`), the kind of the answer, and what was said; None: it is gone.
    """
    lists: defaultdict[tuple[object, ...], list[tuple[str, int, Row | None]]] = defaultdict(list)
    for place, kind, said in rows:
        lists[place["organisation"], place["team"], *kind].append((place["at"], place["id"], said))
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for (_, _, *kind), answers in lists.items():
        in_order = [said for _, _, said in sorted(answers, key=lambda each: each[:2])]
        for start in range(0, len(in_order) - least + 1, least):
            batch = [each for each in in_order[start : start + least] if each is not None]
            found[tuple(map(str, kind))] += batch if len(batch) == least else []
    return {kind: answers for kind, answers in found.items() if answers}


def questions(raw: Raw) -> dict[tuple[str, str], tuple[int, int, float | None]]:
    """By quiz and statement: first answers, right ones, and how well it tells apart, from fifty on."""
    attempts = {each["id"]: each for each in raw.rows["attempt"]}
    answers: defaultdict[int, list[Row]] = defaultdict(list)
    for each in raw.rows["attempt_answer"]:
        answers[each["attempt"]].append(each)
    rows = []
    for place in raw.rows["answer_place"]:
        if place["list"] == "quiz":
            made = attempts[place["answer"]]
            silent = made["answers_gone"] or made["first_of_merged"]
            rows += [
                (place, (made["quiz"], each["statement"]), None if silent else {**made, **each})
                for each in answers[made["id"]]
            ]
    found = {}
    for (quiz, statement), said in batched(rows, 5).items():
        right = [int(each["is_right"]) for each in said]
        rest = [(each["marks"] - int(each["is_right"])) / (each["out_of"] - 1) for each in said]
        alike = len(said) < 50 or len(set(right)) == 1 or len(set(rest)) == 1
        found[quiz, statement] = (len(said), sum(right), None if alike else correlation(right, rest))
    return found


def rated(raw: Raw) -> dict[tuple[str, str], list[int]]:
    """By item and moment, the values that are counted, in order."""
    first = {(each["reflection"], each["item"]): each for each in raw.rows["first_rating"]}
    rows = (
        (place, (place["item"], place["moment"]), first.get((place["answer"], place["item"])))
        for place in raw.rows["answer_place"]
        if place["list"] == "rating"
    )
    return {
        (item, moment): sorted(each["value"] for each in said) for (item, moment), said in batched(rows, 10).items()
    }


def quartiles(values: list[int]) -> Mapping[str, float]:
    """Median, and the medians of the lower and of the upper half, by the words of the file."""
    half = len(values) // 2
    return {
        "Lower quartile": float(median(values[:half])),
        "Median": float(median(values)),
        "Upper quartile": float(median(values[-half:])),
    }
