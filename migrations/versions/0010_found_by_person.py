"""Every column that names a person is indexed: without, taking a person away reads whole tables, once for each person."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAMING = (
    ("email_domain", "added_by"), ("headcount", "entered_by"), ("import_batch", "made_by"), ("import_batch", "undone_by"),
    ("outside_training", "entered_by"), ("completion", "withdrawn_by"), ("local_value", "changed_by"),
    ("room_session", "closed_by"), ("attendance_correction", "by"), ("trainer_led", "trainer"),
    ("paper_attempt", "typed_by"), ("organisation_logo", "changed_by"), ("requirement", "made_by"),
    ("exemption", "made_by"), ("record_look", "by"), ("evidence_pack", "made_by"),
)  # fmt: skip


def upgrade() -> None:
    for table, column in NAMING:
        named = sa.text(f'"{column}" IS NOT NULL')
        name = op.f(f"ix_{table}_{column}")
        op.create_index(name, table, [column], sqlite_where=named, postgresql_where=named)
