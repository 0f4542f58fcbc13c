"""Where a membership stands today is kept and added up, so that lists follow an index and the report reads few rows."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LISTED = (
    ("name_key", "membership"),
    ("status_day", "name_key", "membership"),
    ("urgency", "name_key", "membership"),
    ("organisation", "status_day", "name_key", "membership"),
    ("organisation", "urgency", "name_key", "membership"),
)
CHASED = (("organisation_key", "team_key", "name_key", "membership"), ("organisation", "team_key", "name_key", "membership"))


def upgrade() -> None:
    for name, kind in (("status", sa.Text()), ("status_day", sa.Date()), ("urgency", sa.Integer())):
        op.add_column("standing", sa.Column(name, kind, nullable=True))
    for name, kind in (("soon", sa.Boolean()), ("organisation_key", sa.Text()), ("team_key", sa.Text())):
        op.add_column("standing", sa.Column(name, kind, nullable=True))
    for several, which in ((LISTED, "status IS NOT NULL"), (CHASED, "status IN ('expired', 'overdue')")):
        for columns in several:
            name, only = op.f(f"ix_standing_{'_'.join(columns)}"), sa.text(which)
            op.create_index(name, "standing", list(columns), sqlite_where=only, postgresql_where=only)
    op.create_table(
        "standing_count",
        sa.Column("organisation", ID, autoincrement=False, nullable=False),
        sa.Column("team", ID, autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("outside", sa.Integer(), nullable=False),
        sa.Column("soon", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "team", "status", "edition", name=op.f("pk_standing_count")),
    )
    op.execute("UPDATE standing SET recheck_on = '0001-01-01'")  # all rows are worked out before the next report
