"""The opening of a picture that somebody sent, in a process of its own that the site starts: not for typing.

    python -m course.words.logo_job

The file comes on stdin. On stdout goes one line of JSON: the picture as we keep it, or why it will not do. However the file was
made, it can use no more than the time and memory of this process.
"""

from __future__ import annotations

import base64
import json
import os
import sys

from course.documents.logo_picture import Logo, logo_picture

POLITE = 10
SECONDS, BYTES = 15, 2_000_000_000  # of the processor; of memory addresses, most of which are never used


def work() -> int:
    """Open it."""
    _keep_small()
    made = logo_picture(sys.stdin.buffer.read())
    if isinstance(made, Logo):
        said = {"png": base64.b64encode(made.png).decode(), "width": made.width, "height": made.height}
    else:
        said = {"refused": made}
    sys.stdout.write(json.dumps(said))
    return 0


def _keep_small() -> None:
    if hasattr(os, "nice"):
        os.nice(POLITE)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


if __name__ == "__main__":
    raise SystemExit(work())
