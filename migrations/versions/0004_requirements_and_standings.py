"""Requirements and standings: what is asked of members, exemptions, and where each membership stands."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _asked()
    _standing()


def _asked() -> None:
    """What is asked of members, and exemptions; until now the values of course.yaml held for all."""
    _requirement()
    _exemption()


def _requirement() -> None:
    op.create_table(
        "requirement",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation", ID, nullable=True),
        sa.Column("team", ID, nullable=True),
        sa.Column("job_role", ID, nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("window_days", sa.Integer(), nullable=True),
        sa.Column("grace_days", sa.Integer(), nullable=True),
        sa.Column("date_rule", sa.Text(), nullable=True),
        sa.Column("fixed_day", sa.Text(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", ID, nullable=True),
        sa.CheckConstraint(
            "(date_rule = 'fixed-date') = (fixed_day IS NOT NULL)", name=op.f("ck_requirement_fixed_day_where_used")
        ),
        sa.CheckConstraint(
            "date_rule IS NULL OR date_rule IN ('from-completion', 'from-expiry', 'fixed-date')",
            name=op.f("ck_requirement_known_date_rule"),
        ),
        sa.CheckConstraint(
            "due_days >= 0 AND valid_months > 0 AND window_days >= 0 AND grace_days >= 0",
            name=op.f("ck_requirement_in_range"),
        ),
        sa.CheckConstraint(
            "team IS NULL OR (organisation IS NOT NULL AND job_role IS NULL)", name=op.f("ck_requirement_one_scope")
        ),
        sa.ForeignKeyConstraint(["job_role"], ["job_role.id"], name=op.f("fk_requirement_job_role_job_role")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_requirement_made_by_person")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_requirement_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["team", "organisation"],
            ["team.id", "team.organisation"],
            name=op.f("fk_requirement_team_organisation_team"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    op.create_index(op.f("ix_requirement_organisation_from_day"), "requirement", ["organisation", "from_day"])


def _exemption() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", ID, nullable=False),
        sa.Column("membership", ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", ID, nullable=True),
        sa.CheckConstraint("until_day IS NULL OR until_day >= from_day", name=op.f("ck_exemption_until_after_from")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_exemption_made_by_person")),
        sa.ForeignKeyConstraint(["membership"], ["membership.id"], name=op.f("fk_exemption_membership_membership")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    op.create_index(op.f("ix_exemption_membership"), "exemption", ["membership"])


def _standing() -> None:
    """Where each membership stands: all rows are worked out before the first report."""
    op.create_table(
        "standing",
        sa.Column("membership", ID, autoincrement=False, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("team", ID, nullable=True),
        sa.Column("job_role", ID, nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("followed_on", sa.Date(), nullable=True),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("grace_until", sa.Date(), nullable=True),
        sa.Column("exempt_until", sa.Date(), nullable=True),
        sa.Column("completion", ID, nullable=True),
        sa.Column("edition", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("outside_on", sa.Date(), nullable=True),
        sa.Column("requirement", ID, nullable=True),
        sa.Column("asked", sa.Text(), nullable=True),
        sa.Column("recheck_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["membership"], ["membership.id"], name=op.f("fk_standing_membership_membership")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_standing_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_standing_person_person")),
        sa.PrimaryKeyConstraint("membership", name=op.f("pk_standing")),
    )
    op.create_index(
        op.f("ix_standing_organisation_name_key_membership"), "standing", ["organisation", "name_key", "membership"]
    )
    op.create_index(op.f("ix_standing_person"), "standing", ["person"])
    op.create_index(op.f("ix_standing_recheck_on"), "standing", ["recheck_on"])
    op.create_index(op.f("ix_standing_requirement_asked"), "standing", ["requirement", "asked"])
    op.create_index(op.f("ix_standing_team_name_key_membership"), "standing", ["team", "name_key", "membership"])
    op.execute(
        "INSERT INTO standing (membership, person, organisation, team, name_key, started_on, left_on, moved, begun, due_on,"
        " recheck_on) SELECT id, person, organisation, team, '', started_on, left_on, moved, false, started_on,"
        " '0001-01-01' FROM membership"
    )
