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
    ("urgency", "status_day", "name_key", "membership"),
    ("organisation", "status_day", "name_key", "membership"),
    ("organisation", "urgency", "name_key", "membership"),
)
SOON = (("name_key", "membership"), ("status_day", "name_key", "membership"), ("urgency", "name_key", "membership"))
CHASED = (
    ("organisation_key", "team_key", "name_key", "membership"),
    ("organisation", "team_key", "name_key", "membership"),
)
SOUGHT = (
    "person", "organisation", "team", "job_role", "edition", "urgency", "soon", "status_day", "name_key", "membership",
)  # fmt: skip
COUNTED, LATE = "status IS NOT NULL", "status IN ('expired', 'overdue')"


def upgrade() -> None:
    for name, kind in (("status", sa.Text()), ("status_day", sa.Date()), ("urgency", sa.Integer())):
        op.add_column("standing", sa.Column(name, kind, nullable=True))
    for name, kind in (("soon", sa.Boolean()), ("organisation_key", sa.Text()), ("team_key", sa.Text())):
        op.add_column("standing", sa.Column(name, kind, nullable=True))
    for several, which in ((LISTED, COUNTED), (CHASED, LATE)):
        for columns in several:
            _index(op.f(f"ix_standing_{'_'.join(columns)}"), columns, which)
    for columns in SOON:
        _index(f"ix_standing_soon_{'_'.join(columns)}", columns, "soon", "soon = 1")
    op.drop_index(op.f("ix_standing_person"), "standing")  # made anew with more columns
    op.create_index("ix_standing_person", "standing", list(SOUGHT))
    for name in ("job_role", "edition"):
        op.create_index(f"ix_standing_{name}", "standing", [name])
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


def _index(name: str, columns: tuple[str, ...], which: str, sqlite: str = "") -> None:
    only = {"sqlite_where": sa.text(sqlite or which), "postgresql_where": sa.text(which)}
    op.create_index(name, "standing", list(columns), **only)
