"""Every way by which a page could let something out or keep it, looked at before and after somebody types.

Out: bytes on the wire to the site (see `relay`), requests of any kind as the browser reports them, and calls of whatever in
a browser speaks to others. Kept: every store that a page has, its history, its name, its cookies.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.journeys.relay import Relay

# Put into every page before its own script: the names of what was called, in the order of the calls.
LISTENER = """(() => {
  const called = [];
  Object.defineProperty(window, "calledOut", {value: called});
  const wrap = (holder, name) => {
    const own = holder?.[name];
    if (typeof own !== "function") return;
    holder[name] = new Proxy(own, {
      apply: (target, self, given) => (called.push(name), Reflect.apply(target, self, given)),
      construct: (target, given) => (called.push(name), Reflect.construct(target, given)),
    });
  };
  const talkers = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "RTCPeerConnection",
    "webkitRTCPeerConnection", "Worker", "SharedWorker", "BroadcastChannel", "Image", "open", "postMessage"];
  for (const name of talkers) wrap(window, name);
  wrap(Navigator.prototype, "sendBeacon");
  wrap(Navigator.prototype, "share");
  for (const name of ["pushState", "replaceState"]) wrap(History.prototype, name);
  for (const name of ["setItem"]) wrap(Storage.prototype, name);
  wrap(IDBFactory.prototype, "open");
  if (self.Clipboard) wrap(Clipboard.prototype, "writeText");
  if (self.CacheStorage) wrap(CacheStorage.prototype, "open");
  if (self.ServiceWorkerContainer) wrap(ServiceWorkerContainer.prototype, "register");
  if (self.StorageManager) wrap(StorageManager.prototype, "getDirectory");
})();"""

# All that a page keeps, as text; sizes of stores as bytes.
KEPT = """async () => ({
  "address": location.href,
  "history": [history.length, JSON.stringify(history.state)],
  "name of the window": window.name,
  "title": document.title,
  "cookies": document.cookie,
  "local storage": JSON.stringify({...localStorage}),
  "session storage": JSON.stringify({...sessionStorage}),
  "databases": JSON.stringify(await indexedDB.databases()),
  "caches": await caches.keys(),
  "workers": (await navigator.serviceWorker.getRegistrations()).length,
  "bytes in stores": (await navigator.storage.estimate()).usage,
  "parts fetched": performance.getEntriesByType("resource").length,
  "called": [...calledOut],
})"""


class Leaks:
    """Watches one page of a browser. Begin with `quiet()`; `found()` is what has changed since, by name."""

    def __init__(self, context: BrowserContext, relay: Relay) -> None:
        context.add_init_script(LISTENER)
        self._context, self._relay = context, relay
        self._heard: list[str] = []
        context.on("request", lambda request: self._heard.append(f"{request.method} {request.url}"))
        context.on("serviceworker", lambda worker: self._heard.append(f"worker {worker.url}"))
        context.on("page", lambda page: self._heard.append("another page"))

    def quiet(self, page: Page) -> None:
        """The page is there and at rest: what happens from now on is looked at."""
        page.on("websocket", lambda socket: self._heard.append(f"socket {socket.url}"))
        page.wait_for_load_state("networkidle")
        self._before, self._sent = self._kept(page), self._relay.sent
        self._heard.clear()

    def found(self, page: Page) -> dict[str, Any]:
        """Everything that was sent or kept since; nothing where all is well."""
        page.wait_for_timeout(300)  # beacons go out late
        after = self._kept(page)
        changed = {name: value for name, value in after.items() if value != self._before[name]}
        sent = {"bytes sent": self._relay.sent - self._sent} if self._relay.sent != self._sent else {}
        return {**changed, **sent, **({"requests": list(self._heard)} if self._heard else {})}

    def _kept(self, page: Page) -> dict[str, Any]:
        known: dict[str, Any] = page.evaluate(KEPT)
        return {**known, "cookies of the browser": self._context.cookies()}
