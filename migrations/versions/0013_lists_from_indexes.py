"""A list of people reads an index alone until it knows which rows it shows: its indexes have all that lists ask for."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SOUGHT = (
    "person", "organisation", "team", "job_role", "edition", "urgency", "soon", "status_day", "beginnings", "name_key",
    "membership",
)  # fmt: skip
WHOLE = (
    ("organisation", "name_key", "membership"),
    ("team", "name_key", "membership"),
    ("person",),
    ("job_role",),
    ("edition",),
)
LISTED = (
    ("name_key", "membership"),
    ("status_day", "name_key", "membership"),
    ("urgency", "name_key", "membership"),
    ("urgency", "status_day", "name_key", "membership"),
    ("organisation", "status_day", "name_key", "membership"),
    ("organisation", "urgency", "name_key", "membership"),
)
SOON = (("name_key", "membership"), ("status_day", "name_key", "membership"), ("urgency", "name_key", "membership"))


def upgrade() -> None:
    op.add_column("standing", sa.Column("beginnings", ID, nullable=True))
    for columns in WHOLE:
        _anew(columns)
    for columns in LISTED:
        _anew(columns, "urgency IS NOT NULL", "urgency IS NOT NULL")
    for columns in SOON:
        _anew(columns, "soon", "soon = 1", "soon_")
    op.execute("UPDATE standing SET recheck_on = '0001-01-01'")  # all rows are worked out before the next report


def _anew(columns: tuple[str, ...], which: str = "", sqlite: str = "", name: str = "") -> None:
    only = {"sqlite_where": sa.text(sqlite), "postgresql_where": sa.text(which)} if which else {}
    name = f"ix_standing_{name}{'_'.join(columns)}"
    op.drop_index(name, "standing")
    op.create_index(name, "standing", [*columns, *(each for each in SOUGHT if each not in columns)], **only)
