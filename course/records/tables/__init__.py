"""The tables. What must be true is guarded here, by named constraints, whatever the code above does.

Names are singular, as in the glossary. Ids are given by the database. Free text is as long as the forms allow.
"""

from course.records.tables.belonging import contact, email_domain, headcount, import_batch, outside_training
from course.records.tables.facts import attempt, attempt_answer, audit, completion, look, quiz_wording, reading
from course.records.tables.letters import follow_up, follow_up_wish, manager_question, outbox
from course.records.tables.people import account, membership, organisation, partnership, person, role_grant, team
from course.records.tables.practice import LENGTHS, MOMENTS, case_done, local_value, note, reflection, reflection_answer
from course.records.tables.rooms import (
    attendance,
    attendance_correction,
    hand,
    organisation_logo,
    paper_attempt,
    room_evaluation,
    room_session,
    show_of_hands,
    trainer_led,
)
from course.records.tables.standings import (
    evidence_pack,
    exemption,
    job_role,
    lease,
    record_look,
    requirement,
    standing,
    standing_count,
)
from course.records.tables.ways_in import PURPOSES, brake, join_code, one_time_link, visit

__all__ = [
    "LENGTHS",
    "MOMENTS",
    "PURPOSES",
    "account",
    "attempt",
    "attempt_answer",
    "attendance",
    "attendance_correction",
    "audit",
    "brake",
    "case_done",
    "completion",
    "contact",
    "email_domain",
    "evidence_pack",
    "exemption",
    "follow_up",
    "follow_up_wish",
    "hand",
    "headcount",
    "import_batch",
    "job_role",
    "join_code",
    "lease",
    "local_value",
    "look",
    "manager_question",
    "membership",
    "note",
    "one_time_link",
    "organisation",
    "organisation_logo",
    "outbox",
    "outside_training",
    "paper_attempt",
    "partnership",
    "person",
    "quiz_wording",
    "reading",
    "record_look",
    "reflection",
    "reflection_answer",
    "requirement",
    "role_grant",
    "room_evaluation",
    "room_session",
    "show_of_hands",
    "standing",
    "standing_count",
    "team",
    "trainer_led",
    "visit",
]
