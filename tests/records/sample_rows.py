"""Rows as they were in the tables of each version, for proving that later migrations keep them.

A migration that changes tables adds here the rows of the version before it, under that version's number, as plain SQL that
both databases understand; the rows of earlier versions stand beside them. `tests/records/test_migrations.py` asks for them.
Where a version gave an old table columns that every row must fill, CHANGED says how the old row is written from then on.
"""

AT = "'2026-11-22T12:00:00.123456+00:00'"

ROWS: dict[str, tuple[str, ...]] = {
    "0001": (
        f"INSERT INTO person (id, name, added_at) VALUES (1, 'Ada Quill', {AT}), (2, '', {AT})",
        "INSERT INTO account (person, email, email_key, email_confirmed, sign_in_name, password_hash, opened_at)"
        f" VALUES (1, 'Ada@x.example', 'ada@x.example', true, 'river-lamp-482', 'hash', {AT})",
        f"INSERT INTO partnership (id, name, set_up_at) VALUES (1, 'Heronsea', {AT})",
        f"INSERT INTO organisation (id, name, name_key, added_at) VALUES (1, 'Nursery', 'nursery', {AT})",
        f"INSERT INTO team (id, organisation, name, name_key, added_at) VALUES (1, 1, 'Night', 'night', {AT})",
        "INSERT INTO membership (id, person, organisation, team, started_on, left_on)"
        " VALUES (1, 1, 1, 1, '2026-01-01', NULL), (2, 2, 1, NULL, '2026-01-01', '2026-02-01')",
        "INSERT INTO role_grant (id, person, role, organisation, team, granted_at)"
        f" VALUES (1, 1, 'administrator', NULL, NULL, {AT}), (2, 1, 'team-lead', NULL, 1, {AT})",
        "INSERT INTO visit (id, token_digest, person, shared, started_at, seen_at)"
        f" VALUES (1, 'digest', 1, false, {AT}, {AT})",
        "INSERT INTO join_code (id, code, organisation, team, expires_on, uses_limit, uses, revoked, made_at)"
        f" VALUES (1, 'ABCD-EFGH-JKMN', 1, 1, '2027-01-01', 5, 2, false, {AT})",
        "INSERT INTO one_time_link (id, token_digest, purpose, person, made_at, expires_at, used_at)"
        f" VALUES (1, 'digest', 'reset', 1, {AT}, {AT}, {AT})",
        f"INSERT INTO brake (key_digest, since, strikes) VALUES ('digest', {AT}, 3)",
        f"INSERT INTO reading (person, page, edition, at) VALUES (1, 'be-open', '2026.1', {AT})",
        "INSERT INTO quiz_wording (digest, quiz, edition, wording, kept_at)"
        f" VALUES ('d1', 'early', '2026.1', '{{}}', {AT})",
        "INSERT INTO attempt (id, person, key, module, quiz, digest, edition, marks, out_of, pass_mark, at, after_look)"
        f" VALUES (1, 1, 'key', 'why', 'early', 'd1', '2026.1', 2, 3, 80, {AT}, true)",
        "INSERT INTO attempt_answer (attempt, number, statement, answer, is_right)"
        " VALUES (1, 1, 'early-1', true, true), (1, 2, 'early-2', false, false)",
        f"INSERT INTO look (person, quiz, digest, at) VALUES (1, 'early', 'd1', {AT})",
        "INSERT INTO completion (id, person, cycle, code, kind, course, title, level, edition, law_as_at, pass_mark, rule,"
        " valid_months, learning_minutes, partnership, modules, competences, at, completed_on, expires_on, withdrawn_at,"
        " withdrawn_reason, withdrawn_by) VALUES (1, 1, 1, 'AAAA-BBBB-CCCC-DDDD', 'online', 'sharing', 'Sharing',"
        " 'practitioner', '2026.1', '2026-11-01', 80, 'Every page.', 24, 90, 'Heronsea', '[[\"one\", \"One\", 2, 3]]',"
        f" '[\"Ask.\"]', {AT}, '2026-11-22', '2028-11-22', {AT}, 'By mistake', 2)",
        f"INSERT INTO audit (id, at, actor, action, thing, detail) VALUES (1, {AT}, 1, 'role granted', 'person 1', '')",
    ),
    "0002": (
        "INSERT INTO local_value (id, organisation, slot, value, source, owner_role, checked_on, review_by, changed_at,"
        f" changed_by) VALUES (1, NULL, 'front-door', '01632 960001', '', 'Front door manager', '2026-11-01', NULL, {AT}, 1),"
        f" (2, 1, 'front-door', '01632 960002', 'Website', '', NULL, '2027-11-01', {AT}, NULL)",
        "INSERT INTO reflection (id, person, cycle, moment, edition, skipped, usefulness, intended_change, at) VALUES"
        f" (1, 1, 1, 'before', '2026.1', false, NULL, NULL, {AT}), (2, 1, 1, 'after', '2026.1', false, 4, 'Ask.', {AT})",
        "INSERT INTO reflection_answer (reflection, item, value) VALUES (1, 'find-lead', 2), (2, 'find-lead', 5)",
        f"INSERT INTO note (person, page, text, changed_at) VALUES (1, 'be-open', 'Ask at handover.', {AT})",
        "INSERT INTO case_done (person, case_id, length, at, route) VALUES"
        f" (1, 'packed-lunch', 'foundation', {AT}, '[[\"purpose\", \"joining-up\"]]')",
    ),
    "0003": (
        f"INSERT INTO job_role (id, name, name_key, added_at) VALUES (1, 'Key person', 'key person', {AT})",
        f"INSERT INTO contact (person, email, email_key, given_at) VALUES (1, 'Q@x.example', 'q@x.example', {AT})",
        "INSERT INTO email_domain (domain, organisation, team, added_at, added_by)"
        f" VALUES ('nursery.example', 1, 1, {AT}, 1)",
        "INSERT INTO headcount (id, organisation, team, people, from_day, entered_at, entered_by)"
        f" VALUES (1, 1, NULL, 40, '2026-04-01', {AT}, 1), (2, 1, 1, 12, '2026-04-01', {AT}, 1)",
        "INSERT INTO import_batch (id, organisation, file_digest, counts, changes, made_at, made_by, undone_at, undone_by)"
        f" VALUES (1, 1, 'f1', '{{\"added\": 1}}', '[]', {AT}, 1, NULL, NULL)",
        "INSERT INTO outside_training (id, person, course, edition, provider, completed_on, evidence_note, entered_at,"
        f" entered_by) VALUES (1, 1, 'Sharing', '', 'College', '2025-03-01', 'Seen', {AT}, 1)",
    ),
    "0004": (
        "INSERT INTO requirement (id, organisation, team, job_role, from_day, due_days, valid_months, window_days,"
        " grace_days, date_rule, fixed_day, made_at, made_by)"
        f" VALUES (1, NULL, NULL, NULL, '2026-01-01', 30, 36, 60, 14, 'fixed-date', '08-31', {AT}, 1),"
        f" (2, 1, 1, NULL, '2026-06-01', NULL, NULL, NULL, NULL, NULL, NULL, {AT}, 1)",
        "INSERT INTO exemption (id, membership, reason, from_day, until_day, made_at, made_by)"
        f" VALUES (1, 1, 'Parental leave', '2026-05-01', '2027-05-01', {AT}, 1)",
        "INSERT INTO standing (membership, person, organisation, team, job_role, name_key, started_on, left_on, moved,"
        " followed_on, begun, due_on, recheck_on)"
        " VALUES (1, 1, 1, 1, NULL, 'ada quill', '2026-01-01', NULL, false, NULL, true, '2026-01-31', '0001-01-01')",
    ),
    "0005": (
        f"INSERT INTO record_look (id, person, by, role, at) VALUES (1, 2, 1, 'Safeguarding lead', {AT})",
        "INSERT INTO evidence_pack (id, organisation, as_at, file_digest, key, bytes, made_at, made_by)"
        f" VALUES (1, NULL, '2026-11-01', 'e1', 'k1', 1000, {AT}, 1)",
        f"INSERT INTO lease (name, holder, until, done_at) VALUES ('daily', 'p1', {AT}, {AT})",
        "INSERT INTO outbox (id, key, kind, person, address, subject, text, made_at, next_try_at, tries, sent_at,"
        f" given_up_at, last_fault) VALUES (1, 'reminder:1:2027-01-31:7', 'reminder', 1, '', '', '', {AT}, {AT}, 1,"
        f" {AT}, NULL, '')",
        "INSERT INTO manager_question (id, person, cycle, token_digest, tells_change, asked_at, expires_on, answer,"
        f" answered_at) VALUES (1, 1, 1, 'm1', true, {AT}, '2027-01-03', 'partly', {AT})",
        f"INSERT INTO follow_up_wish (person, cycle, due_on, wished_at) VALUES (1, 1, '2027-01-17', {AT})",
        "INSERT INTO follow_up (id, person, cycle, decided_since, helped, hindered, change_done, at)"
        f" VALUES (1, 1, 1, true, 'The rules', '', 'yes', {AT})",
    ),
    "0006": (),
    "0007": (
        "INSERT INTO standing_count (organisation, team, status, edition, people, outside, soon)"
        " VALUES (1, 1, 'in-progress', '', 1, 0, 0)",
    ),
    "0008": (
        "INSERT INTO room_session (id, key, code, pack, title, edition, whole_course, begins_at, planned_minutes, ended_at,"
        " place, organisation, trainer, co_trainer, made_at, closed_at, closed_by, cancelled_at, cancelled_reason)"
        f" VALUES (1, 'k1', 'r1', 'three-hours', 'Three hours', '2026.1', true, {AT}, 180, {AT}, 'Room 2', 1, 1, '', {AT},"
        f" {AT}, 1, NULL, NULL)",
        "INSERT INTO attendance (id, room_session, person, arrived_at, left_at, away_minutes, how, agency, added_at, struck_at,"
        f" struck_reason) VALUES (1, 1, 1, {AT}, NULL, 5, 'phone', 'Nursery', {AT}, NULL, NULL)",
        "INSERT INTO attendance_correction (id, attendance, at, by, reason, before)"
        f" VALUES (1, 1, {AT}, 1, 'Left early', '{{\"away_minutes\": 0}}')",
        "INSERT INTO trainer_led (completion, room_session, trainer, pack, pack_edition, minutes, held_minutes,"
        f" made_at) VALUES (1, 1, 1, 'three-hours', '2026.1', 175, 180, {AT})",
        f"INSERT INTO paper_attempt (attempt, room_session, typed_by, typed_at) VALUES (1, 1, 1, {AT})",
        "INSERT INTO room_evaluation (room_session, moment, item, value, people) VALUES (1, 'after', 'find-lead', 4, 7)",
        "INSERT INTO show_of_hands (id, code, trainer, statement, opened_at, typed_true, typed_false)"
        f" VALUES (1, 'h1', 1, 'early-1', {AT}, 3, 9)",
        "INSERT INTO hand (show_of_hands, phone, answer) VALUES (1, 'p1', true)",
        "INSERT INTO organisation_logo (id, organisation, png, digest, width, height, for_partnership, changed_at, changed_by)"
        f" VALUES (1, NULL, 'png', 'l1', 10, 10, true, {AT}, 1)",
    ),
    "0009": ("INSERT INTO person_word (word, person) VALUES ('ada', 1)",),
    "0010": (),
    "0011": (
        "INSERT INTO gone_answer (id, list, item, moment, organisation, team, at)"
        f" VALUES (1, 'rating', 'usefulness', 'after', 1, 1, {AT})",
    ),
    "0012": (),
    "0013": (),
    "0014": (
        f"INSERT INTO first_rating (reflection, item, value, edition, at) VALUES (1, 'find-lead', 2, '2026.1', {AT})",
    ),
    "0015": (
        "INSERT INTO status_steps (membership, organisation, team, by_default, steps)"
        " VALUES (1, 1, 1, true, '2026-01-01462026-01-31')",
        "INSERT INTO status_change (organisation, team, monthly, day, before, now, people)"
        " VALUES (1, 1, true, '2026-01-01', '', '46', 1)",
        "INSERT INTO status_default (asked) VALUES ('30/24/60/14/from-completion/None')",
    ),
    "0016": (),
}

CHANGED: dict[str, dict[str, str]] = {
    "0016": {
        "INSERT INTO gone_answer": "INSERT INTO answer_place (id, list, answer, item, moment, organisation, team, at)"
        f" VALUES (1, 'rating', NULL, 'usefulness', 'after', 1, 1, {AT})",
    },
    "0003": {
        "INSERT INTO membership": "INSERT INTO membership (id, person, organisation, team, job_role, counts_from,"
        " started_on, left_on, moved, entered_at)"
        f" VALUES (1, 1, 1, 1, NULL, '2026-01-01', '2026-01-01', NULL, false, {AT}),"
        f" (2, 2, 1, NULL, NULL, '2026-01-01', '2026-01-01', '2026-02-01', false, {AT})",
        "INSERT INTO audit": "INSERT INTO audit (id, at, actor, action, thing, detail, digest)"
        f" VALUES (1, {AT}, 1, 'role granted', 'person 1', '', 'd1')",
    },
    "0006": {
        "INSERT INTO outbox": "INSERT INTO outbox (id, key, kind, person, address, subject, text, made_at, next_try_at,"
        " tries, sent_at, given_up_at, last_fault, membership, ends_on) VALUES (1, 'reminder:1:1:2027-01-31:7', 'reminder',"
        f" 1, '', '', '', {AT}, {AT}, 1, {AT}, NULL, '', 1, '2027-01-31')",
    },
}


def rows_of(newest: str) -> tuple[str, ...]:
    """All rows as the tables of a version hold them, in an order that references allow."""
    statements = [each for version in sorted(ROWS) if version <= newest for each in ROWS[version]]
    for version in sorted(CHANGED):
        if version <= newest:
            statements = [CHANGED[version].get(_into(each), each) for each in statements]
    return tuple(statements)


def _into(statement: str) -> str:
    return statement.partition(" (")[0]
