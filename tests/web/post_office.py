"""A mail server of one's own, listening on this machine, that keeps what it gets."""

import email.policy
import socket
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from course.web import posting

PATIENCE = 30.0
POSTMEN = posting._postmen._max_workers


def wait_until_nothing_travels() -> None:
    """Both postmen meet here once they have delivered what they carried, so that no letter finds its office closed."""
    met = threading.Barrier(POSTMEN + 1)
    for _ in range(POSTMEN):
        posting._postmen.submit(met.wait, PATIENCE)
    met.wait(PATIENCE)


class PostOffice:
    """Letters that arrived, in order. `answer` other than 250 refuses them."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.letters: list[EmailMessage] = []
        self.refused = 0
        self.answer = "250 OK"
        with socket.socket() as free:
            free.bind((host, 0))
            self.port = int(free.getsockname()[1])
        self._controller = Controller(self, hostname=host, port=self.port)

    @property
    def settings(self) -> dict[str, Any]:
        """What a site needs to send its mail here."""
        return {"smtp_url": f"smtp://{self.host}:{self.port}", "mail_from": "Course <course@heronsea.example>"}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - named by the library
        """Keep a letter, or refuse it."""
        if not self.answer.startswith("250"):
            self.refused += 1
            return self.answer
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.letters.append(message)
        return self.answer

    def wait_for(self, number: int) -> list[EmailMessage]:
        """The letters, once there are so many; letters travel beside the request."""
        until = time.monotonic() + PATIENCE
        while len(self.letters) + self.refused < number and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.letters) + self.refused == number
        return self.letters

    def wait_until_nothing_travels(self) -> None:
        wait_until_nothing_travels()

    def open(self) -> None:
        self._controller.start()

    def close(self) -> None:
        self._controller.stop()


def link_in(letter: EmailMessage) -> str:
    """The path of the link in a letter."""
    (line,) = [line for line in letter.get_content().splitlines() if line.startswith("http")]
    return str("/" + line.split("/", 3)[3])


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A mail server that keeps what it gets."""
    office = PostOffice()
    office.open()
    yield office
    office.wait_until_nothing_travels()
    office.close()
