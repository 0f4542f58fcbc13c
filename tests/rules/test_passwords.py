"""Which passwords may be chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.passwords import LONGEST, SHORTEST, TOO_EASY, TOO_LONG, TOO_SHORT, canonical, fault
from course.rules.texts import UNSEEN

TOLD = ("Sharewell", "Westmere Safeguarding Partnership", "Priya Ramanathan", "priya.ramanathan@westmere.example")


@pytest.mark.parametrize(
    "password",
    [
        "kettle moss violin",
        "kmv-9 tile",  # ten characters exactly
        "nine keys!",
        "ôäßéñ ørdenü",
        "🦊🐢🌧️🎻🪁🧶🍐🚲🪵🫖",
        "dragon summer kettle",  # two common words and one that is not
        "password manager made this 4f9",
        "  spaces at the ends  ",
        "k" * 5 + "mvtile",
        "' OR 1=1; -- drop",
        "x9" * 3 + "kettle" * 165,  # just below the longest
    ],
)
def test_a_long_password_of_ones_own_may_be_used(password: str) -> None:
    assert fault(password, TOLD) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", TOO_SHORT),
        ("kettlemos", TOO_SHORT),
        ("k" * 3 + "mvtile" * 200, TOO_LONG),
        ("aaaaaaaaaaaa", TOO_EASY),
        ("abcabcabcabcabc", TOO_EASY),
        ("1234567890", TOO_EASY),
        ("0987654321", TOO_EASY),
        ("123456789012345", TOO_EASY),
        ("abcdefghijklm", TOO_EASY),
        ("qwertyuiopqwerty", TOO_EASY),
        ("poiuytrewq", TOO_EASY),
        ("password12", TOO_EASY),
        ("PASSWORD!!!!", TOO_EASY),
        ("P@ssw0rd2026!", TOO_EASY),
        ("passwordpassword", TOO_EASY),
        ("letmein please", TOO_EASY),
        ("Summer2026!!", TOO_EASY),
        ("Liverpool1892", TOO_EASY),
        ("i love you 123", TOO_EASY),
        ("sharewell99", TOO_EASY),
        ("Sh4rew3ll-2026", TOO_EASY),
        ("westmere-11", TOO_EASY),
        ("Ramanathan7", TOO_EASY),
        ("priyapriya12", TOO_EASY),
        ("priya.ramanathan", TOO_EASY),
        ("ｐａｓｓｗｏｒｄ１２３", TOO_EASY),  # full-width letters
    ],
)
def test_a_short_or_guessable_password_is_refused_with_the_reason(password: str, reason: str) -> None:
    assert fault(password, TOLD) == reason


@pytest.mark.parametrize(
    ("length", "allowed"), [(SHORTEST - 1, False), (SHORTEST, True), (LONGEST, True), (LONGEST + 1, False)]
)
def test_the_bounds_are_inclusive(length: int, allowed: bool) -> None:
    text = "xkvzjwm8pf" * (length // 10 + 1)
    assert (fault(text[:length], ()) is None) is allowed


@pytest.mark.parametrize(
    ("sign", "reason"),
    [
        ("\0", UNSEEN),
        ("\x1b", UNSEEN),
        ("\ud800", UNSEEN),
        ("\ufffd", UNSEEN),
        ("%ED%A0%80", UNSEEN),
        ("\u200d", None),
        ("%ED", None),
    ],
)
def test_what_no_keyboard_types_is_refused(sign: str, reason: str | None) -> None:
    """The sign that stands where something was lost on the way could not be typed again either."""
    assert fault(f"kettle {sign} moss violin", ()) == reason


def test_short_parts_of_a_name_are_not_held_against_anyone() -> None:
    assert fault("lion-tamer-x", ("Li On",)) is None


def test_keyboards_that_send_an_accent_in_two_pieces_give_the_same_password() -> None:
    assert canonical("café noir vélo") == canonical("cafe\u0301 noir ve\u0301lo")


ANY_SIGN = st.characters(exclude_categories=())  # lone halves of pairs as well


@given(st.text(ANY_SIGN, max_size=1_200), st.lists(st.text(ANY_SIGN, max_size=60), max_size=3))
def test_any_text_gets_an_answer(password: str, told: list[str]) -> None:
    answer = fault(password, told)
    assert answer in (None, TOO_SHORT, TOO_LONG, UNSEEN, TOO_EASY)
