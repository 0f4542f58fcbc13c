"""Letters and evidence: the outbox, what is asked some weeks after, looks at records, evidence packs, the daily round."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _evidence()
    _letters()


def _evidence() -> None:
    """Looks at records, packs that were made, and who does the daily round."""
    _record_look()
    _evidence_pack()
    _lease()


def _record_look() -> None:
    op.create_table(
        "record_look",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_record_look_by_person")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_record_look_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_look")),
    )
    op.create_index(op.f("ix_record_look_person"), "record_look", ["person"])


def _evidence_pack() -> None:
    op.create_table(
        "evidence_pack",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_evidence_pack_made_by_person")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_evidence_pack_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_pack")),
        sa.UniqueConstraint("file_digest", name=op.f("uq_evidence_pack_file_digest")),
        sa.UniqueConstraint("key", name=op.f("uq_evidence_pack_key")),
    )
    op.create_index(op.f("ix_evidence_pack_organisation"), "evidence_pack", ["organisation"])


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def _letters() -> None:
    """Letters on their way, and what is asked some weeks after the course."""
    _outbox()
    _manager_question()
    _follow_up_wish()
    _follow_up()


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("given_up_at", MOMENT, nullable=True),
        sa.Column("last_fault", sa.Text(), nullable=False),
        sa.CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name=op.f("ck_outbox_sent_or_given_up")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_outbox_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(op.f("ix_outbox_person"), "outbox", ["person"])
    op.create_index(
        op.f("ix_outbox_sent_at_given_up_at_next_try_at"), "outbox", ["sent_at", "given_up_at", "next_try_at"]
    )


def _manager_question() -> None:
    op.create_table(
        "manager_question",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("tells_change", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('yes', 'partly', 'not-yet')", name=op.f("ck_manager_question_known_answer")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_manager_question_answered_at_a_moment")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_manager_question_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_question")),
        sa.UniqueConstraint("person", "cycle", name=op.f("uq_manager_question_person_cycle")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_manager_question_token_digest")),
    )


def _follow_up_wish() -> None:
    op.create_table(
        "follow_up_wish",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("cycle", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("wished_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_follow_up_wish_person_person")),
        sa.PrimaryKeyConstraint("person", "cycle", name=op.f("pk_follow_up_wish")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_follow_up_wish_due_on"), "follow_up_wish", ["due_on"])


def _follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("decided_since", sa.Boolean(), nullable=False),
        sa.Column("helped", sa.Text(), nullable=False),
        sa.Column("hindered", sa.Text(), nullable=False),
        sa.Column("change_done", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "change_done IS NULL OR change_done IN ('yes', 'partly', 'not-yet')", name=op.f("ck_follow_up_known_answer")
        ),
        sa.CheckConstraint("length(helped) <= 500 AND length(hindered) <= 500", name=op.f("ck_follow_up_texts_fit")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_follow_up_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("person", "cycle", name=op.f("uq_follow_up_person_cycle")),
    )
