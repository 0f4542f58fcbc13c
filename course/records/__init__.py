"""What happened. The only room with SQL. Its functions take a session (`store`), return facts and never commit.

May import rules; never the catalogue. `database` opens the ways in, `tables` says what is kept; then a module per noun.
"""
