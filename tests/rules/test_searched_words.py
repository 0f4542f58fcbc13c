"""Which words find whom: the beginning of any part of a name or of an email address; case, accents and signs do not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.name_words import BITS, NO_WORD, beginnings, is_found, is_told, kept_words, telling, typed_words

LETTERS = st.text("abÉß'- .@łǅ9", max_size=12)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("quill", True),
        ("QUI", True),
        ("a", True),
        ("eva quill", True),
        ("quill  ÉVA", True),
        ("e\u0301va", True),  # the accent as a sign of its own
        ("uill", False),
        ("eva smith", False),
        ("o'brien", True),
        ("obrien", True),
        ("brien", True),
        ("jones-o", True),
        ("eva.quill@heron.example", True),
        ("EVA.Q", True),
        ("quill@", True),
        ("heron.example", False),
        ("%", False),
        ("eva %", True),
        ("", True),
        ("  ", True),
    ],
)
def test_a_word_finds_whose_word_it_begins(typed: str, found: bool) -> None:
    words = kept_words("Éva Jones-O'Brien Quill", "eva.quill@Heron.example", "a@b.example", None)
    assert is_found(words, typed_words(typed)) is found


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łukasz Østby", "lukasz ostby"),
        ("Strauß", "strauss"),
        ("İpek Aydın", "ipek aydin"),
        ("李小龙", "李"),
        ("Æsa", "aes"),
    ],
)
def test_letters_of_other_languages_are_found_by_plain_ones(name: str, typed: str) -> None:
    assert is_found(kept_words(name), typed_words(typed))
    assert is_found(kept_words(name), typed_words(name))


def test_nobody_without_a_name_is_found() -> None:
    assert kept_words("", "ada@x.example") == kept_words("  ") == frozenset()


def test_a_word_that_another_begins_with_is_kept_once() -> None:
    assert kept_words("Ann Anna", "anna@x.example") == {"annaxexample"}
    assert typed_words("an ann a") == ("ann",)
    assert typed_words("% _") == (NO_WORD,)


@given(LETTERS, st.text("abÉ.-9", max_size=8), st.integers(0, 12))
def test_the_beginning_of_any_part_finds_as_does_the_whole(name: str, before: str, length: int) -> None:
    email = f"a{before}@x.example"
    words = kept_words(name, email)
    for piece in (*name.split(), email) if words else ():
        for typed in map(typed_words, (piece, piece[:length])):
            assert is_found(words, typed) or typed == (NO_WORD,)


@given(LETTERS, LETTERS)
def test_leaving_out_what_another_word_begins_with_changes_nothing(name: str, typed: str) -> None:
    words = kept_words(name)
    pieces = [one for piece in typed.split() for one in typed_words(piece) if one != NO_WORD]
    if pieces:
        assert is_found(words, typed_words(typed)) == is_found(words, tuple(pieces))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("quill", ()),
        ("bo@", ("bo@x.example",)),
        ("eva bo", ("bo@x.example",)),
        ("b", ("bo@x.example", "b.marsh@y.example")),
        ("marsh", ("b.marsh@y.example",)),
        ("", ()),
    ],
)
def test_an_address_is_told_where_the_name_does_not_say_why_somebody_was_found(
    typed: str, told: tuple[str, ...]
) -> None:
    assert telling("Éva Quill", ("bo@x.example", "b.marsh@y.example"), typed_words(typed)) == told


@given(LETTERS, LETTERS)
def test_whoever_is_found_has_all_bits_of_what_is_typed(name: str, typed: str) -> None:
    words, sought = kept_words(name), typed_words(typed)
    has = beginnings(words) & beginnings(sought) == beginnings(sought)
    assert has or not is_found(words, sought)
    assert 0 <= beginnings(words) < 2**BITS


@given(LETTERS, st.characters())
def test_of_a_letter_that_has_its_bit_alone_the_bit_tells_who_is_found(name: str, letter: str) -> None:
    words, sought = kept_words(name), typed_words(letter)
    if all(map(is_told, sought)):
        has = beginnings(words) & beginnings(sought) == beginnings(sought)
        assert has == is_found(words, sought)


def test_only_single_letters_have_a_bit_alone() -> None:
    assert all(map(is_told, "abcdefghijklmnopqrstuvwxyz"))
    assert not any(map(is_told, ("", "ab", "é", "ß", "1", "李", NO_WORD)))
    alone = {beginnings([letter]) for letter in "abcdefghijklmnopqrstuvwxyz"}
    shared = {beginnings([word]) & ~beginnings([word[0]]) for word in ("ab", "abc", "xyz", "quill")}
    assert len(alone) == 26 and not any(one & other for one in alone for other in (shared | {beginnings(["é"])}))


def test_most_who_are_not_found_lack_a_bit() -> None:
    words = ["ada", "quill", "adaquillheronseaexample", "quillheronseaexample"]
    letters = "abcdefghijklmnopqrstuvwxyz"
    typed = [a + b + c for a in letters for b in letters for c in letters]
    met = [each for each in typed if beginnings([each]) & beginnings(words) == beginnings([each])]
    assert {"ada", "qui"} <= set(met) and len(met) < len(typed) / 50
