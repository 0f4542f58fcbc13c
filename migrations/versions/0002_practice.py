"""Practice: local information, confidence before and after, private notes, cases done."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _local_information()
    _reflection()
    _reflection_answer()
    _notes_and_cases()


def _unique_where(name: str, table: str, columns: list[str], where: str) -> None:
    """An index of the rows of which `where` is true, in which nothing stands twice."""
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _local_information() -> None:
    """What a partnership, or an organisation where it differs, tells its learners; nothing is filled in yet."""
    op.create_table(
        "local_value",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_local_value_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_local_value_changed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_value")),
    )
    _unique_where("uq_local_value_partnership", "local_value", ["slot"], "organisation IS NULL")
    _unique_where("uq_local_value_organisation", "local_value", ["organisation", "slot"], "organisation IS NOT NULL")


def _reflection() -> None:
    """Confidence before and after the course; whoever was here before has been asked for neither."""
    op.create_table(
        "reflection",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("usefulness", sa.Integer(), nullable=True),
        sa.Column("intended_change", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("moment IN ('before', 'after', 'later')", name=op.f("ck_reflection_known_moment")),
        sa.CheckConstraint(
            "usefulness IS NULL OR usefulness BETWEEN 1 AND 5", name=op.f("ck_reflection_usefulness_in_scale")
        ),
        sa.CheckConstraint(
            "intended_change IS NULL OR length(intended_change) <= 500",
            name=op.f("ck_reflection_intended_change_fits"),
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_reflection_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
        sa.UniqueConstraint("person", "cycle", "moment", name=op.f("uq_reflection_person_cycle_moment")),
    )


def _reflection_answer() -> None:
    """What was answered to each item."""
    op.create_table(
        "reflection_answer",
        sa.Column("reflection", ID, autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 5", name=op.f("ck_reflection_answer_value_in_scale")),
        sa.ForeignKeyConstraint(
            ["reflection"], ["reflection.id"], name=op.f("fk_reflection_answer_reflection_reflection")
        ),
        sa.PrimaryKeyConstraint("reflection", "item", name=op.f("pk_reflection_answer")),
        sqlite_with_rowid=False,
    )


def _notes_and_cases() -> None:
    """Private notes, off for everybody until they switch them on; and which cases were worked through."""
    op.add_column("account", sa.Column("notes_on", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "note",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_note_text_fits")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_note_person_person")),
        sa.PrimaryKeyConstraint("person", "page", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_note_changed_at"), "note", ["changed_at"])
    op.create_table(
        "case_done",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("length", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("route", sa.Text(), nullable=True),
        sa.CheckConstraint("length IN ('whole', 'foundation')", name=op.f("ck_case_done_known_length")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_case_done_person_person")),
        sa.PrimaryKeyConstraint("person", "case_id", name=op.f("pk_case_done")),
        sqlite_with_rowid=False,
    )
