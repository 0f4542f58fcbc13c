"""Where a membership stands on every day is kept, and summed up by day and month, so that a report as at another day reads
few rows. All rows are worked out once more before the next report; until that is done reports come from the facts.
Today's sums begin anew with it: a record entered twice in a room, once replaced, was never taken out of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOBODY = sa.text("people = 0")


def upgrade() -> None:
    op.create_table(
        "status_steps",
        sa.Column("membership", ID, autoincrement=False, nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("team", ID, nullable=False),
        sa.Column("by_default", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["membership"], ["membership.id"], name=op.f("fk_status_steps_membership_membership")),
        sa.PrimaryKeyConstraint("membership", name=op.f("pk_status_steps")),
    )
    op.create_table("status_default", sa.Column("asked", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("asked", name=op.f("pk_status_default")))
    _changes()
    op.execute("DELETE FROM standing_count")
    op.execute(
        "UPDATE standing SET recheck_on = '0001-01-01', status = NULL, status_day = NULL, urgency = NULL, soon = NULL"
    )


def _changes() -> None:
    keys = ("organisation", "team", "monthly", "day", "before", "now")
    kinds = {"monthly": sa.Boolean(), "day": sa.Date(), "organisation": ID, "team": ID}
    op.create_table(
        "status_change",
        *(sa.Column(name, kinds.get(name, sa.Text()), autoincrement=False, nullable=False) for name in keys),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_status_change")),
        sqlite_with_rowid=False,
    )
    only = {"sqlite_where": NOBODY, "postgresql_where": NOBODY}
    op.create_index("ix_status_change_none", "status_change", ["people"], **only)
