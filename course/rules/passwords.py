"""Which passwords may be chosen: long enough and not easy to guess. No rule about capitals, figures or signs.

After the advice of the National Cyber Security Centre and Cyber Essentials: a shortest length, a list of what is
refused, no longest length that anyone would meet, no forced change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from course.rules.texts import UNSEEN, arrived_whole

SHORTEST = 10
LONGEST = 1_000
FEWEST_DIFFERENT = 4  # different characters
FEWEST_OF_ONES_OWN = 6  # letters and figures beside common words and names
SHORTEST_NAME = 4  # shorter parts of names stand in too many words by chance
TOO_SHORT = f"Use at least {SHORTEST} characters. Three words that do not belong together work well"
TOO_LONG = f"Use {LONGEST:,} characters or fewer"
TOO_EASY = (
    "That password is too easy to guess: it is mostly a common password, a run of keys, "
    "or the name of you, this site or your partnership. Three words that do not belong together work well"
)
RUNS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
SWAPS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
COMMON = frozenset(
    """
    password passwort passcode passphrase passw0rd pass word letmein letmeout welcome willkommen hello goodbye iloveyou
    loveyou ilove trustno trustnoone whatever nothing something secret secrets private admin administrator root user
    username guest login logon signin test testing tester temp temporary default changeme change master super superman
    superuser batman spiderman pokemon starwars matrix dragon monkey tiger lion eagle falcon phoenix unicorn butterfly
    bunny kitten puppy doggy horse rabbit princess prince queen king angel angels devil heaven sunshine moonlight
    starlight rainbow flower flowers summer winter autumn spring january february march april june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday today tomorrow football
    footballer baseball basketball cricket rugby hockey tennis soccer arsenal chelsea liverpool everton tottenham
    newcastle rangers celtic manchester united london england britain scotland wales ireland birmingham leeds bristol
    michael daniel charlie thomas jessica jennifer ashley michelle jordan robert george william james joshua andrew
    matthew hannah sophie chloe emily samantha nicole babygirl baby darling sweetheart honey cookie chocolate cheese
    banana orange apple cherry pepper ginger coffee biscuit sugar computer laptop internet google facebook amazon
    microsoft windows samsung iphone android office company business work school teacher student nurse doctor hospital
    police council social worker child children family mother father mummy daddy grandma safeguarding safeguard
    protection partnership training course learning learner sharewell information sharing mustang ferrari porsche harley
    hunter killer shadow ninja pirate thunder lightning freedom forever friends friend happy lucky diamond silver golden
    purple yellow blue green black white please thankyou qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn
    zxcvbnm qazwsx qaz wsx edc abc abcd abcde abcdef 123 1234 12345 123456 1234567 12345678 123456789 1234567890 321
    4321 54321 654321 987654321 111 1111 000 0000 666 777 007 999 2024 2025 2026 2027 2028
    """.split()
)


def canonical(password: str) -> str:
    """One form for what different keyboards send for the same keys (NFKC); what is hashed and measured."""
    return unicodedata.normalize("NFKC", password)


def fault(password: str, told: Iterable[str]) -> str | None:
    """Why this password is refused, in a sentence for the reader without its full stop; None when it may be used.

    `told` are names that a guesser would try: of the person, the email address, the site, the partnership.
    """
    whole = canonical(password)
    if len(whole) < SHORTEST:
        return TOO_SHORT
    if len(whole) > LONGEST:
        return TOO_LONG
    if not _can_be_typed(password):
        return UNSEEN
    return TOO_EASY if _easy(whole.casefold(), _names(told)) else None


def _can_be_typed(password: str) -> bool:
    """Whether it can be typed again: no control character, and nothing that stands for something lost on the way."""
    return arrived_whole(password) and not any(unicodedata.category(sign) == "Cc" for sign in password)


def _names(told: Iterable[str]) -> frozenset[str]:
    words = (word for each in told for word in re.split(r"[\W_]+", canonical(each).casefold()))
    return frozenset(word for word in words if len(word) >= SHORTEST_NAME)


def _easy(plain: str, names: frozenset[str]) -> bool:
    if len(set(plain)) < FEWEST_DIFFERENT or _is_run(plain):
        return True
    guesses = re.compile("|".join(re.escape(word) for word in sorted(COMMON | names, key=len, reverse=True)))
    return any(_mostly(guesses, text) for text in (plain, plain.translate(SWAPS)))


def _is_run(plain: str) -> bool:
    """Whether it goes along the keys or the alphabet, either way, perhaps round and round."""
    rounds = (run * (len(plain) // len(run) + 2) for run in RUNS)
    return any(plain in along or plain[::-1] in along for along in rounds)


def _mostly(guesses: re.Pattern[str], text: str) -> bool:
    """Whether little is left when the words that a guesser tries are taken out; spaces and signs do not count."""
    letters = "".join(sign for sign in text if sign.isalnum())
    left, taken = guesses.subn("", letters)
    return taken > 0 and len(left) < FEWEST_OF_ONES_OWN
