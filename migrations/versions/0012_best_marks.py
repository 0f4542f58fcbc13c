"""The best marks of a person are read from an index alone: every page of somebody signed in asks for them."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = ["person", "quiz", "digest", "edition", "out_of", "marks", "at"]


def upgrade() -> None:
    op.create_index(op.f(f"ix_attempt_{'_'.join(COLUMNS)}"), "attempt", COLUMNS)
