"""The demonstration: a made-up partnership with three years of history, always the same for the same day.

`people.py` makes names, `histories.py` what happened to each person (pure, from a fixed seed), `rows.py` the rows of it,
`local.py` the local information, `rooms.py` sessions in a room; `filling.py` writes all into an empty store and opens the
accounts. Nobody in it is real.
"""
