"""A rating is counted as it was first given. Those that stand there now are taken for the first, with their moment.

Of two first attempts at a quiz, made under two records of one person, the later one is marked when the records become one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "first_rating",
        sa.Column("reflection", ID, autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 5", name=op.f("ck_first_rating_value_in_scale")),
        sa.ForeignKeyConstraint(["reflection"], ["reflection.id"], name=op.f("fk_first_rating_reflection_reflection")),
        sa.PrimaryKeyConstraint("reflection", "item", name=op.f("pk_first_rating")),
        sqlite_with_rowid=False,
    )
    op.add_column("attempt", sa.Column("first_of_merged", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "INSERT INTO first_rating (reflection, item, value, edition, at)"
        " SELECT said.id, given.item, given.value, said.edition, said.at"
        " FROM reflection AS said JOIN reflection_answer AS given ON given.reflection = said.id WHERE NOT said.skipped"
    )
    op.execute(
        "INSERT INTO first_rating (reflection, item, value, edition, at)"
        " SELECT id, 'usefulness', usefulness, edition, at"
        " FROM reflection WHERE NOT skipped AND usefulness IS NOT NULL"
    )
