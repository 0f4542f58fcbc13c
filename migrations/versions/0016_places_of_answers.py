"""Place, team and moment in which an answer counts are kept with it, and no longer follow from days of membership.

Every answer that is there gets the place in which it counted until now: of the memberships of its day, as known today, the
organisation and team that had had enough people by then; of several places too small to count, one. Places of answers that were deleted move over from `gone_answer`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DAY_OF = {"sqlite": "date({}, '+1 hour')", "postgresql": "CAST({} AT TIME ZONE 'UTC' + INTERVAL '1 hour' AS date)"}
# Which places so many people ever came to, by which day: looked up once for every answer.
LARGE = """
CREATE TABLE large_{column} (place BIGINT, least INTEGER, since DATE, PRIMARY KEY (place, least))"""
FIND = """
INSERT INTO large_{column} (place, least, since)
SELECT place, least, day FROM (
    SELECT place, day, row_number() OVER (PARTITION BY place ORDER BY day, person) AS turn FROM (
        SELECT {column} AS place, person, min(started_on) AS day FROM membership WHERE {column} IS NOT NULL
        GROUP BY {column}, person) AS people) AS numbered
JOIN (SELECT 5 AS least UNION ALL SELECT 10) AS leasts ON least = turn"""
GIVEN = """
given AS (
    SELECT 'quiz' AS list, 5 AS least, id AS answer, quiz AS item, '' AS moment, at, person FROM (
        SELECT id, quiz, at, person, after_look, first_of_merged,
            row_number() OVER (PARTITION BY person, quiz ORDER BY at, id) AS turn FROM attempt) AS numbered
    WHERE (turn = 1 OR first_of_merged) AND NOT after_look
    UNION ALL
    SELECT 'rating', 10, said.id, first_rating.item, said.moment, first_rating.at, said.person
    FROM first_rating JOIN reflection AS said ON said.id = first_rating.reflection
    UNION ALL
    SELECT 'answer', 5, asked.id, 'manager', '', asked.answered_at, asked.person FROM manager_question AS asked
    JOIN completion AS done ON done.person = asked.person AND done.cycle = asked.cycle WHERE asked.answer IS NOT NULL
    UNION ALL
    SELECT 'answer', 5, told.id, 'change', '', told.at, told.person FROM follow_up AS told
    JOIN completion AS done ON done.person = told.person AND done.cycle = told.cycle WHERE told.change_done IS NOT NULL
    UNION ALL
    SELECT 'finished', 10, id, 'manager', '', at, person FROM completion
    UNION ALL
    SELECT 'asked', 10, asked.id, 'manager', '', asked.asked_at, asked.person FROM manager_question AS asked
    JOIN completion AS done ON done.person = asked.person AND done.cycle = asked.cycle)"""
# The order of ids is the one in which rows of one moment were counted: those that are gone by their own ids.
PLACED = """
placed AS (
    SELECT list, least, answer, item, moment, at, {day} AS day, organisation, team, given.answer AS turn, held.id AS stay
    FROM given JOIN membership AS held ON held.person = given.person AND held.started_on <= {day}
        AND (held.left_on IS NULL OR held.left_on > {day})
    UNION ALL
    SELECT list, CASE list WHEN 'answer' THEN 5 ELSE 10 END, NULL, item, moment, at, {day}, organisation, team, id, 0
    FROM gone_answer)"""
FILL = """
INSERT INTO answer_place (list, answer, item, moment, organisation, team, at)
WITH {given}, {placed}
SELECT list, answer, item, moment, whole.place, part.place, at FROM placed
LEFT JOIN large_organisation AS whole ON whole.place = placed.organisation AND whole.least = placed.least AND whole.since <= day
LEFT JOIN large_team AS part ON part.place = placed.team AND part.least = placed.least AND part.since <= day AND whole.place IS NOT NULL
GROUP BY list, answer, item, moment, whole.place, part.place, at, turn
ORDER BY at, turn, min(stay)"""


def upgrade() -> None:
    op.create_table(
        "answer_place",
        sa.Column("id", ID, nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("answer", ID, nullable=True),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("team", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "list IN ('quiz', 'rating', 'answer', 'finished', 'asked')", name=op.f("ck_answer_place_known_list")
        ),
        sa.CheckConstraint(
            "team IS NULL OR organisation IS NOT NULL", name=op.f("ck_answer_place_team_in_an_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_answer_place_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["team"], ["team.id"], name=op.f("fk_answer_place_team_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_place")),
    )
    _fill()
    op.create_index(op.f("ix_answer_place_list_answer"), "answer_place", ["list", "answer"])
    team = sa.text("team IS NOT NULL")
    op.create_index("ix_answer_place_team", "answer_place", ["team"], sqlite_where=team, postgresql_where=team)
    op.drop_table("gone_answer")


def _fill() -> None:
    for column in ("organisation", "team"):
        op.execute(LARGE.format(column=column))
        op.execute(FIND.format(column=column))
    day = DAY_OF[op.get_bind().dialect.name].format("at")
    op.execute(FILL.format(given=GIVEN, placed=PLACED.format(day=day)))
    for column in ("organisation", "team"):
        op.drop_table(f"large_{column}")
