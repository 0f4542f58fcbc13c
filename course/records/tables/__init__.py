"""The tables. What must be true is guarded here, by named constraints, whatever the code above does.

Names are singular, as in the glossary. Ids are given by the database. Free text is as long as the forms allow.
"""

from course.records.tables.facts import attempt, attempt_answer, audit, completion, look, quiz_wording, reading
from course.records.tables.people import account, membership, organisation, partnership, person, role_grant, team
from course.records.tables.practice import LENGTHS, MOMENTS, case_done, local_value, note, reflection, reflection_answer
from course.records.tables.ways_in import PURPOSES, brake, join_code, one_time_link, visit

__all__ = [
    "LENGTHS",
    "MOMENTS",
    "PURPOSES",
    "account",
    "attempt",
    "attempt_answer",
    "audit",
    "brake",
    "case_done",
    "completion",
    "join_code",
    "local_value",
    "look",
    "membership",
    "note",
    "one_time_link",
    "organisation",
    "partnership",
    "person",
    "quiz_wording",
    "reading",
    "reflection",
    "reflection_answer",
    "role_grant",
    "team",
    "visit",
]
