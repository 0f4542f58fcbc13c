"""The making of one file for people, in a process of its own that the site starts: not for typing.

    python -m course.words.pack_job FILE

The course and the order come on stdin, as the site has them in memory. Where the file cannot be made, the last line on stderr
says why, and the exit code is 1.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from course.catalogue.model import Catalogue
from course.documents.pack_orders import Order, carry_out

POLITE = 10  # learners come first


def work(words: Sequence[str]) -> int:
    """Make the file; 1 where that fails."""
    if hasattr(os, "nice"):
        os.nice(POLITE)
    gc.disable()  # rubbish goes when the process ends, which is soon: to look for it takes a tenth of the time
    (file,) = words
    catalogue: Catalogue
    order: Order
    catalogue, order = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    try:
        Path(file).write_bytes(carry_out(catalogue, order))
    except OSError as fault:
        return _failed(f"the file cannot be written ({fault.strerror})")
    except MemoryError:
        return _failed("there was not enough memory")
    except Exception as fault:
        return _failed(f"{type(fault).__name__}: {fault}")
    return 0


def _failed(reason: str) -> int:
    line = " ".join(reason.split())
    sys.stderr.write(f"{line}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(work(sys.argv[1:]))
