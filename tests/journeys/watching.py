"""What goes wrong in a browser beside what a test looks at: errors in the console, missing parts, requests elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

NOTED_ELSEWHERE = (
    "Failed to load resource"  # a refusal is a page too; parts that are missing are found by their answers
)


class Watch:
    """Looks at everything a context asks for and says. `allowed` are addresses elsewhere that a test goes to on purpose."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.faults: list[str] = []
        self.allowed: set[str] = set()
        self._host = urlsplit(base).netloc
        context.on("console", self._listen)
        context.on("weberror", self._note_error)
        context.on("request", self._look_where)
        context.on("response", self._look_at)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NOTED_ELSEWHERE):
            self.faults.append(f"console: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _look_where(self, request: Request) -> None:
        place = urlsplit(request.url)
        elsewhere = place.scheme in ("http", "https", "ws", "wss") and place.netloc != self._host
        if elsewhere and request.url not in self.allowed:
            self.faults.append(f"other host: {request.url}")

    def _look_at(self, response: Response) -> None:
        part = not response.request.is_navigation_request()
        if response.status >= (400 if part else 500):
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")
