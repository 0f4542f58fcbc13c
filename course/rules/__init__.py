"""What it means. Pure functions of values and moments: no files, no database, no clock, no chance, no Flask.

May import the catalogue's values.
"""
