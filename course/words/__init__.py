"""Words of the command line, each in a module of its own that offers `WORD`; `course/cli.py` lists them."""
