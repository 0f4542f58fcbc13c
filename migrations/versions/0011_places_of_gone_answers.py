"""An answer that is deleted leaves its place in the order in which answers are counted: nothing of it, and nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gone_answer",
        sa.Column("id", ID, nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("organisation", ID, nullable=False),
        sa.Column("team", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("list IN ('rating', 'answer', 'asked')", name=op.f("ck_gone_answer_known_list")),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_gone_answer_organisation_organisation")
        ),
        sa.ForeignKeyConstraint(["team"], ["team.id"], name=op.f("fk_gone_answer_team_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gone_answer")),
    )
