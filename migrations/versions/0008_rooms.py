"""Sessions in a room: register, paper, evaluation, completions made there, show of hands; an organisation's logo."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _room_session()
    _register()
    _paper()
    _hands()
    _organisation_logo()


def _room_session() -> None:
    op.create_table(
        "room_session",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("whole_course", sa.Boolean(), nullable=False),
        sa.Column("begins_at", MOMENT, nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("trainer", ID, nullable=True),
        sa.Column("co_trainer", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", ID, nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("were_present", sa.Integer(), nullable=True),
        sa.Column("have_completed", sa.Integer(), nullable=True),
        *_room_session_rules(),
        sqlite_autoincrement=True,
    )
    for column in ("organisation", "trainer"):
        op.create_index(op.f(f"ix_room_session_{column}"), "room_session", [column])


def _room_session_rules() -> list[sa.Constraint]:
    rules = {
        "planned_minutes_in_a_day": "planned_minutes BETWEEN 5 AND 600",
        "closed_with_its_end": "(closed_at IS NULL) = (ended_at IS NULL)",
        "cancelled_with_reason": "(cancelled_at IS NULL) = (cancelled_reason IS NULL)",
        "closed_or_cancelled": "closed_at IS NULL OR cancelled_at IS NULL",
        "both_counts_or_none": "(were_present IS NULL) = (have_completed IS NULL)",
    }
    return [
        *(sa.CheckConstraint(rule, name=op.f(f"ck_room_session_{name}")) for name, rule in rules.items()),
        _to("room_session", "closed_by", "person"),
        _to("room_session", "organisation", "organisation"),
        _to("room_session", "trainer", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_session")),
        sa.UniqueConstraint("code", name=op.f("uq_room_session_code")),
        sa.UniqueConstraint("key", name=op.f("uq_room_session_key")),
    ]


def _register() -> None:
    """Who was there, corrections, and the completions that came of it."""
    _attendance()
    _attendance_correction()
    _trainer_led()


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", ID, nullable=False),
        sa.Column("room_session", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("arrived_at", MOMENT, nullable=True),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("away_minutes", sa.Integer(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("struck_at", MOMENT, nullable=True),
        sa.Column("struck_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("how IN ('register', 'phone', 'new')", name=op.f("ck_attendance_known_way")),
        sa.CheckConstraint("away_minutes >= 0", name=op.f("ck_attendance_away_minutes_not_negative")),
        sa.CheckConstraint(
            "left_at IS NULL OR (arrived_at IS NOT NULL AND left_at >= arrived_at)",
            name=op.f("ck_attendance_left_after_arriving"),
        ),
        sa.CheckConstraint(
            "(struck_at IS NULL) = (struck_reason IS NULL)", name=op.f("ck_attendance_struck_with_reason")
        ),
        _to("attendance", "person", "person"),
        _to("attendance", "room_session", "room_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("room_session", "person", name=op.f("uq_attendance_room_session_person")),
    )
    op.create_index(op.f("ix_attendance_person"), "attendance", ["person"])


def _attendance_correction() -> None:
    op.create_table(
        "attendance_correction",
        sa.Column("id", ID, nullable=False),
        sa.Column("attendance", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        _to("attendance_correction", "attendance", "attendance"),
        _to("attendance_correction", "by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_correction")),
    )
    op.create_index(op.f("ix_attendance_correction_attendance"), "attendance_correction", ["attendance"])


def _trainer_led() -> None:
    op.create_table(
        "trainer_led",
        sa.Column("completion", ID, autoincrement=False, nullable=False),
        sa.Column("room_session", ID, nullable=False),
        sa.Column("trainer", ID, nullable=True),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_edition", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("held_minutes", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _to("trainer_led", "completion", "completion"),
        _to("trainer_led", "room_session", "room_session"),
        _to("trainer_led", "trainer", "person"),
        sa.PrimaryKeyConstraint("completion", name=op.f("pk_trainer_led")),
    )
    op.create_index(op.f("ix_trainer_led_room_session"), "trainer_led", ["room_session"])


def _paper() -> None:
    """What was typed in from paper: quizzes by person, evaluation as totals."""
    op.create_table(
        "paper_attempt",
        sa.Column("attempt", ID, autoincrement=False, nullable=False),
        sa.Column("room_session", ID, nullable=False),
        sa.Column("typed_by", ID, nullable=True),
        sa.Column("typed_at", MOMENT, nullable=False),
        _to("paper_attempt", "attempt", "attempt"),
        _to("paper_attempt", "room_session", "room_session"),
        _to("paper_attempt", "typed_by", "person"),
        sa.PrimaryKeyConstraint("attempt", name=op.f("pk_paper_attempt")),
    )
    op.create_index(op.f("ix_paper_attempt_room_session"), "paper_attempt", ["room_session"])
    op.create_table(
        "room_evaluation",
        sa.Column("room_session", ID, autoincrement=False, nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("moment IN ('before', 'after', 'later')", name=op.f("ck_room_evaluation_known_moment")),
        sa.CheckConstraint("value BETWEEN 0 AND 5", name=op.f("ck_room_evaluation_value_in_scale")),
        sa.CheckConstraint("people >= 0", name=op.f("ck_room_evaluation_people_not_negative")),
        _to("room_evaluation", "room_session", "room_session"),
        sa.PrimaryKeyConstraint("room_session", "moment", "item", "value", name=op.f("pk_room_evaluation")),
        sqlite_with_rowid=False,
    )


def _hands() -> None:
    """A statement shown to a room, and the answers of phones while it is open."""
    op.create_table(
        "show_of_hands",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("trainer", ID, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("typed_true", sa.Integer(), nullable=False),
        sa.Column("typed_false", sa.Integer(), nullable=False),
        sa.CheckConstraint("typed_true >= 0 AND typed_false >= 0", name=op.f("ck_show_of_hands_typed_not_negative")),
        _to("show_of_hands", "trainer", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_show_of_hands")),
        sa.UniqueConstraint("code", name=op.f("uq_show_of_hands_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_show_of_hands_trainer"), "show_of_hands", ["trainer"])
    op.create_table(
        "hand",
        sa.Column("show_of_hands", ID, autoincrement=False, nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=False),
        _to("hand", "show_of_hands", "show_of_hands"),
        sa.PrimaryKeyConstraint("show_of_hands", "phone", name=op.f("pk_hand")),
        sqlite_with_rowid=False,
    )


def _organisation_logo() -> None:
    op.create_table(
        "organisation_logo",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("png", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("for_partnership", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", ID, nullable=True),
        sa.CheckConstraint("(organisation IS NULL) = for_partnership", name=op.f("ck_organisation_logo_of_one_place")),
        _to("organisation_logo", "changed_by", "person"),
        _to("organisation_logo", "organisation", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_logo")),
    )
    for name, column, where in (
        ("organisation", "organisation", "organisation IS NOT NULL"),
        ("partnership", "for_partnership", "organisation IS NULL"),
    ):
        op.create_index(
            f"uq_organisation_logo_{name}",
            "organisation_logo",
            [column],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
