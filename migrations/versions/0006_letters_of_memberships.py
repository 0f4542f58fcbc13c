"""Letters belong to a membership: a reminder tells of one place of work, and of the day on which training ends there."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _take_back()
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("membership", ID, nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_outbox_membership_membership"), "membership", ["membership"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_outbox_ends_with_a_membership"), "(membership IS NULL) = (ends_on IS NULL)"
        )
        batch_op.create_index(op.f("ix_outbox_membership"), ["membership"])


def _take_back() -> None:
    """Reminders that wait do not say for which membership; the next daily round writes those that still hold anew."""
    op.execute("DELETE FROM outbox WHERE sent_at IS NULL AND kind = 'reminder'")
