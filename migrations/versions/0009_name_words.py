"""The words of every name and address are kept, so that a search for people follows an index."""

import re
import unicodedata
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
PEOPLE = (
    "SELECT person.id, person.name, account.email, contact.email FROM person"
    " LEFT JOIN account ON account.person = person.id LEFT JOIN contact ON contact.person = person.id"
    " WHERE person.id > :after ORDER BY person.id LIMIT 2000"
)
OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
PART = re.compile(r"[^\W_]+")


def upgrade() -> None:
    op.create_table(
        "person_word",
        sa.Column("word", PLAIN, nullable=False),
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_person_word_person_person")),
        sa.PrimaryKeyConstraint("word", "person", name=op.f("pk_person_word")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_word_person_word"), "person_word", ["person", "word"])
    table = sa.table("person_word", sa.column("word"), sa.column("person"))
    after = 0
    while people := op.get_bind().execute(sa.text(PEOPLE), {"after": after}).all():
        rows = [{"person": who, "word": word} for who, *told in people for word in _words(*told)]
        if rows:
            op.bulk_insert(table, rows)
        after = people[-1][0]


def _words(name: str, *emails: str | None) -> list[str]:
    """As `rules.name_words.kept_words` was when this was written."""
    if not name.strip():
        return []
    told = [(piece, "") for piece in name.split()]
    told += [(before, at + behind) for before, at, behind in (each.partition("@") for each in emails if each)]
    return list(_longest({_plain(text[part.start() :] + end) for text, end in told for part in PART.finditer(text)}))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(OTHER_LETTERS)
    return "".join(sign for sign in apart if sign.isalnum())


def _longest(words: set[str]) -> Iterator[str]:
    """Without those that another one begins with."""
    longest = ""
    for word in sorted(words, reverse=True):
        if word and not longest.startswith(word):
            longest = word
            yield word
