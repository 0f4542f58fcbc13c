"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    # People, how they sign in, and where they belong.
    _person()
    _account()
    _partnership()
    _organisation()
    _team()
    _membership()
    _role_grant()
    # Visits, codes, links, and the brake against guessing.
    _visit()
    _join_code()
    _one_time_link()
    _brake()
    # What happened: readings, quizzes handed in and looked at, completions; and the audit.
    _reading()
    _quiz_wording()
    _attempt()
    _attempt_answer()
    _look()
    _completion()
    _audit()


def _unique_where(name: str, table: str, columns: list[str], where: str) -> None:
    """An index of the rows of which `where` is true, in which nothing stands twice."""
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_autoincrement=True,
    )


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("email_confirmed", sa.Boolean(), nullable=False),
        sa.Column("sign_in_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.CheckConstraint("(email IS NULL) = (email_key IS NULL)", name=op.f("ck_account_email_has_key")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_account_person_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_account")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_account_sign_in_name")),
    )
    op.create_index(op.f("ix_account_email_key"), "account", ["email_key"])
    _unique_where("uq_account_confirmed_email", "account", ["email_key"], "email_confirmed")


def _partnership() -> None:
    op.create_table(
        "partnership",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("set_up_at", MOMENT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_partnership_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
    )


def _organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name_key", name=op.f("uq_organisation_name_key")),
    )


def _team() -> None:
    op.create_table(
        "team",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name=op.f("fk_team_organisation_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("id", "organisation", name=op.f("uq_team_id_organisation")),
        sa.UniqueConstraint("organisation", "name_key", name=op.f("uq_team_organisation_name_key")),
    )


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("team", ID, nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("left_on IS NULL OR left_on >= started_on", name=op.f("ck_membership_left_after_start")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_membership_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person_person")),
        sa.ForeignKeyConstraint(
            ["team", "organisation"],
            ["team.id", "team.organisation"],
            name=op.f("fk_membership_team_organisation_team"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_organisation_team"), "membership", ["organisation", "team"])
    op.create_index(op.f("ix_membership_person"), "membership", ["person"])
    _unique_where("uq_membership_current", "membership", ["person", "organisation"], "left_on IS NULL")


def _role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("team", ID, nullable=True),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "role IN ('trainer', 'team-lead', 'organisation-lead', 'administrator', 'auditor')",
            name=op.f("ck_role_grant_known_role"),
        ),
        sa.CheckConstraint("organisation IS NULL OR team IS NULL", name=op.f("ck_role_grant_one_scope")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_role_grant_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_role_grant_person_person")),
        sa.ForeignKeyConstraint(["team"], ["team.id"], name=op.f("fk_role_grant_team_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_person"), "role_grant", ["person"])
    _unique_where(
        "uq_role_grant_organisation", "role_grant", ["person", "role", "organisation"], "organisation IS NOT NULL"
    )
    _unique_where(
        "uq_role_grant_partnership", "role_grant", ["person", "role"], "organisation IS NULL AND team IS NULL"
    )
    _unique_where("uq_role_grant_team", "role_grant", ["person", "role", "team"], "team IS NOT NULL")


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_visit_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_visit_token_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_visit_person"), "visit", ["person"])


def _join_code() -> None:
    op.create_table(
        "join_code",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("team", ID, nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("uses_limit", sa.Integer(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "uses >= 0 AND (uses_limit IS NULL OR uses <= uses_limit)", name=op.f("ck_join_code_uses_within_limit")
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_join_code_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["team", "organisation"], ["team.id", "team.organisation"], name=op.f("fk_join_code_team_organisation_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_code")),
        sa.UniqueConstraint("code", name=op.f("uq_join_code_code")),
    )


def _one_time_link() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "purpose IN ('set-up', 'reset', 'confirm-email', 'invitation')", name=op.f("ck_one_time_link_known_purpose")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_one_time_link_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_one_time_link_token_digest")),
    )
    op.create_index(op.f("ix_one_time_link_person"), "one_time_link", ["person"])


def _brake() -> None:
    op.create_table(
        "brake",
        sa.Column("key_digest", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key_digest", name=op.f("pk_brake")),
    )
    op.create_index(op.f("ix_brake_since"), "brake", ["since"])


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_reading_person_person")),
        sa.PrimaryKeyConstraint("person", "page", "edition", name=op.f("pk_reading")),
        sqlite_with_rowid=False,
    )


def _quiz_wording() -> None:
    op.create_table(
        "quiz_wording",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_quiz_wording")),
    )


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("after_look", sa.Boolean(), nullable=False),
        sa.CheckConstraint("marks BETWEEN 0 AND out_of", name=op.f("ck_attempt_marks_within_out_of")),
        sa.CheckConstraint("pass_mark BETWEEN 0 AND 100", name=op.f("ck_attempt_pass_mark_is_percentage")),
        sa.ForeignKeyConstraint(["digest"], ["quiz_wording.digest"], name=op.f("fk_attempt_digest_quiz_wording")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_attempt_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("person", "key", name=op.f("uq_attempt_person_key")),
    )


def _attempt_answer() -> None:
    op.create_table(
        "attempt_answer",
        sa.Column("attempt", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_attempt_answer_attempt_attempt")),
        sa.PrimaryKeyConstraint("attempt", "number", name=op.f("pk_attempt_answer")),
        sa.UniqueConstraint("attempt", "statement", name=op.f("uq_attempt_answer_attempt_statement")),
        sqlite_with_rowid=False,
    )


def _look() -> None:
    op.create_table(
        "look",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_look_person_person")),
        sa.PrimaryKeyConstraint("person", "quiz", "digest", name=op.f("pk_look")),
        sqlite_with_rowid=False,
    )


def _completion() -> None:
    op.create_table(
        "completion",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("law_as_at", sa.Date(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=False),
        sa.Column("learning_minutes", sa.Integer(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("modules", sa.JSON(), nullable=False),
        sa.Column("competences", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_by", ID, nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_completion_withdrawn_with_reason")
        ),
        sa.CheckConstraint("expires_on >= completed_on", name=op.f("ck_completion_expires_after_completed")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_completion_person_person")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_completion_withdrawn_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint("code", name=op.f("uq_completion_code")),
        sa.UniqueConstraint("person", "cycle", name=op.f("uq_completion_person_cycle")),
        sqlite_autoincrement=True,
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", ID, nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["person.id"], name=op.f("fk_audit_actor_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
