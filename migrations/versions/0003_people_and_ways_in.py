"""People: names in order, job roles, dated memberships, ways in, imports; the audit becomes a chain."""

import datetime as dt
import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _names()
    _job_roles()
    _memberships()
    _chain()
    _belonging()


def _names() -> None:
    """People are listed by name; a link tells the address that it was mailed to; the answers of an attempt can go."""
    op.add_column("person", sa.Column("name_key", sa.Text(), server_default="", nullable=False))
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT id, name FROM person")).all():
        values = {"key": " ".join(row.name.casefold().split()), "id": row.id}
        connection.execute(sa.text("UPDATE person SET name_key = :key WHERE id = :id"), values)
    op.create_index(op.f("ix_person_name_key_id"), "person", ["name_key", "id"])
    op.add_column("one_time_link", sa.Column("mailed_to", sa.Text(), nullable=True))
    op.add_column("attempt", sa.Column("answers_gone", sa.Boolean(), server_default=sa.false(), nullable=False))


def _job_roles() -> None:
    """What people work as; nobody has one yet."""
    op.create_table(
        "job_role",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_role")),
        sa.UniqueConstraint("name_key", name=op.f("uq_job_role_name_key")),
    )


def _memberships() -> None:
    """A membership tells since when it counts, when we were told, and whether it ended by a move."""
    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("job_role", ID, nullable=True))
        batch_op.add_column(sa.Column("counts_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("moved", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("entered_at", MOMENT, nullable=True))
        batch_op.create_foreign_key(op.f("fk_membership_job_role_job_role"), "job_role", ["job_role"], ["id"])
    _tell_moves()
    with op.batch_alter_table("membership") as batch_op:
        batch_op.alter_column("counts_from", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("entered_at", existing_type=MOMENT, nullable=False)


def _tell_moves() -> None:
    """Until now a move was a leaving with a new membership on the same day. When we were told of one we do not know:
    the start of its first day stands for it."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT id, person, organisation, started_on, left_on FROM membership ORDER BY started_on, id")
    ).all()
    since: dict[tuple[int, int, object], tuple[int, object]] = {}
    for row in rows:
        before = since.pop((row.person, row.organisation, row.started_on), None)
        if before is not None:
            connection.execute(sa.text("UPDATE membership SET moved = true WHERE id = :id"), {"id": before[0]})
        counts_from = before[1] if before is not None else row.started_on
        connection.execute(
            sa.text("UPDATE membership SET counts_from = :day, entered_at = :at WHERE id = :id"),
            {"day": counts_from, "at": f"{row.started_on}T00:00:00.000000+00:00", "id": row.id},
        )
        if row.left_on is not None:
            since[row.person, row.organisation, row.left_on] = (row.id, counts_from)


def _chain() -> None:
    """Every line of the audit gets the digest of itself and of the digest before it."""
    with op.batch_alter_table("audit", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("digest", sa.Text(), nullable=True))
        for column in ("action", "thing", "actor"):
            batch_op.create_index(op.f(f"ix_audit_{column}"), [column])
    connection, before = op.get_bind(), ""
    lines = connection.execute(sa.text("SELECT id, at, actor, action, thing, detail FROM audit ORDER BY id")).all()
    for line in lines:
        at = line.at if isinstance(line.at, str) else line.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        told = json.dumps([before, at, line.actor, line.action, line.thing, line.detail], ensure_ascii=False)
        before = hashlib.sha256(told.encode()).hexdigest()
        connection.execute(
            sa.text("UPDATE audit SET digest = :digest WHERE id = :id"), {"digest": before, "id": line.id}
        )
    with op.batch_alter_table("audit", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column("digest", existing_type=sa.Text(), nullable=False)


def _belonging() -> None:
    """Addresses that organisations know people under, domains, headcounts, files brought in, training elsewhere."""
    _contact()
    _email_domain()
    _headcount()
    _import_batch()
    _outside_training()


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_contact_person_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_email_key"), "contact", ["email_key"])


def _email_domain() -> None:
    op.create_table(
        "email_domain",
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("team", ID, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_email_domain_added_by_person")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_email_domain_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["team", "organisation"],
            ["team.id", "team.organisation"],
            name=op.f("fk_email_domain_team_organisation_team"),
        ),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_email_domain")),
    )


def _headcount() -> None:
    op.create_table(
        "headcount",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("team", ID, nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("entered_by", ID, nullable=True),
        sa.CheckConstraint("people >= 0", name=op.f("ck_headcount_people_counted")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_headcount_entered_by_person")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_headcount_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["team", "organisation"], ["team.id", "team.organisation"], name=op.f("fk_headcount_team_organisation_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headcount")),
    )
    op.create_index(op.f("ix_headcount_organisation_from_day"), "headcount", ["organisation", "from_day"])


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", ID, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_import_batch_made_by_person")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_import_batch_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["undone_by"], ["person.id"], name=op.f("fk_import_batch_undone_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_organisation"), "import_batch", ["organisation"])


def _outside_training() -> None:
    op.create_table(
        "outside_training",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("evidence_note", sa.Text(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("entered_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_outside_training_entered_by_person")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_outside_training_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_training")),
        sa.UniqueConstraint(
            "person",
            "course",
            "provider",
            "completed_on",
            name=op.f("uq_outside_training_person_course_provider_completed_on"),
        ),
    )
