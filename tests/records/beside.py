"""Two transactions of one program at the same moment: the second begins while the first is not saved yet."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import Connection

from course.records.database import writing

SOON, LONG = 0.1, 10.0  # seconds
Act = Callable[[Connection], object]


def beside(app: Flask, first: Act, second: Act) -> object:
    """What the second comes to that begins while the first is not saved yet."""
    begun, came_to = threading.Event(), list[object]()

    def other() -> None:
        try:
            with app.app_context(), writing() as store:
                begun.set()
                came_to.append(second(store))
        except Exception as error:
            came_to.append(error)

    thread = threading.Thread(target=other)
    with writing() as store:
        first(store)
        thread.start()
        begun.wait(SOON)
        thread.join(SOON)
    thread.join(LONG)
    return came_to[0]
