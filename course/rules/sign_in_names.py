"""Names to sign in with for people without an email address: two plain words and a number, such as river-lamp-482.

Easy to read out, to write down and to type; they say nothing about the person.
"""

from __future__ import annotations

WORDS = tuple(
    """
    anchor apple apron arrow autumn badge baker basket beach bell bench berry birch bottle bowl bread bridge brook brush
    bucket button cabin candle canvas carpet castle cedar chair chalk cherry clock cloud clover coast copper corner
    cotton cradle cricket crown cup curtain daisy desk door drum eagle engine feather fern field finch flute forest fork
    garden garlic gate ginger glove grape harbour harvest hazel hedge heron hill holly honey island ivory jacket jar
    kettle kite ladder lake lamp lantern leaf lemon letter lily linen maple marble market meadow melon mill mirror
    mitten moon moss nest oak olive orchard otter oven paddle paper parcel peach pearl pebble pencil pepper pine plum
    pocket pond poppy puzzle quilt rabbit radio rain reed ribbon river robin rocket rope rose saddle sail sand scarf
    shell shore silver sparrow spoon spring squirrel star stone summer swan table tea thimble thread thunder ticket
    tile timber train tulip tunnel umbrella valley velvet violin wagon walnut water wheat wheel willow window winter
    wool
    """.split()
)
LOWEST, NUMBERS = 100, 900
COUNT = len(WORDS) ** 2 * NUMBERS


def sign_in_name(number: int) -> str:
    """The name with that number, from 0 to COUNT - 1; the caller draws the number by chance."""
    rest, figure = divmod(number, NUMBERS)
    first, second = divmod(rest, len(WORDS))
    return f"{WORDS[first]}-{WORDS[second]}-{LOWEST + figure}"
