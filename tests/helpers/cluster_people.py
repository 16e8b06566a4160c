"""Editors and visitors of a cluster, who work for as long as the test goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from threading import Event
from threading import Thread
from typing import Any
from urllib3.exceptions import NewConnectionError

import requests
import time

SECTION = "pho-bien-giao-duc-phap-luat"
EDITOR = ("editor", "Bien-tap-vien-1")
HEADERS = {"Accept": "application/json"}


@dataclass
class Save:
    """Tell of one save: to which client it went, how that answered, how long it took."""

    client: str
    what: str
    status: int
    seconds: float


class Repeating:
    """Do something again and again in a thread, until it is to stop."""

    pause = 2.0

    def __init__(self) -> None:
        self._stop = Event()
        self._thread = Thread(target=self._work, daemon=True)
        self.fault: Exception | None = None

    def __enter__(self) -> Any:
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._stop.set()
        self._thread.join(120)
        if self.fault is not None:
            raise self.fault

    def _work(self) -> None:
        try:
            while not self._stop.is_set():
                self.once()
                self._stop.wait(self.pause)
        except Exception as fault:
            self.fault = fault

    def once(self) -> None:
        """Do it once."""
        raise NotImplementedError


class Editor(Repeating):
    """Change one text of theirs, and now and then write a new one, at one client.

    When that client is gone they do as people do whose browser says so: they look whether
    the text is there as they left it, and if not send it again, by another client.
    """

    def __init__(self, name: str, clients: list[Any]) -> None:
        super().__init__()
        self.name = name
        self.clients = clients
        self.saves: list[Save] = []
        self.cut_off = 0
        """How often a client died with a save of theirs on its way."""
        self.number = 0
        self.titles: dict[str, str] = {}
        """Name of each text that they wrote → its title, as it was saved last."""
        self.text = ""

    def once(self) -> None:
        """Save once more."""
        self.number += 1
        if self.number % 10 == 1:
            self.save("new", self.create)
        else:
            self.save("change", self.change)

    def save(self, what: str, send: Callable[[Any], int]) -> None:
        """Send it until somebody has answered."""
        for client in (*self.clients, *self.clients):
            begun = time.monotonic()
            try:
                status = send(client)
            except requests.ConnectionError as broken:
                self.cut_off += not was_refused(broken)
                time.sleep(0.2)
                continue
            self.saves.append(Save(client.name, what, status, time.monotonic() - begun))
            return
        raise AssertionError("no client took it")

    def create(self, client: Any) -> int:
        """Write a new text; one that is there after all was saved."""
        name = f"{self.name}-{self.number}"
        there = self.ask(client, "get", f"{SECTION}/{name}")
        if there.status_code != 404:
            answer = there
        else:
            fields = {"@type": "LegalNews", "id": name, "title": self.title}
            answer = self.ask(client, "post", SECTION, json=fields)
        if answer.ok:
            self.titles[name] = self.title
            self.text = name
        return answer.status_code

    def change(self, client: Any) -> int:
        """Change the text that was written last."""
        fields = {"title": self.title, "text": f"<p>Nội dung số {self.number}</p>"}
        path = f"{SECTION}/{self.text}"
        answer = self.ask(client, "patch", path, json=fields)
        if answer.ok:
            self.titles[self.text] = self.title
        return answer.status_code

    @property
    def title(self) -> str:
        """The title that goes with this save."""
        return f"{self.name} lần {self.number}"

    def ask(self, client: Any, verb: str, path: str, **how: Any) -> Any:
        """Ask a client for something of the portal, as the editor."""
        url = f"http://127.0.0.1:{client.port}/Plone/{path}"
        send = getattr(requests, verb)
        return send(url, auth=EDITOR, headers=HEADERS, timeout=120, **how)


def was_refused(error: requests.ConnectionError) -> bool:
    """Return whether nobody was there at all, so that nothing was on its way."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, NewConnectionError)


@dataclass
class Visit:
    """Tell of one visit: how it was answered, and after how long."""

    path: str
    status: int
    seconds: float


class Visitor(Repeating):
    """Read pages through the proxy, one after another."""

    pause = 0.3
    paths = ("", SECTION, f"{SECTION}/@@pbgdpl-search", "@@oai?verb=Identify")

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.visits: list[Visit] = []
        self._session = requests.Session()

    def once(self) -> None:
        """Read the next page."""
        path = self.paths[len(self.visits) % len(self.paths)]
        begun = time.monotonic()
        try:
            url = f"http://127.0.0.1:{self.port}/{path}"
            status = self._session.get(url, timeout=60).status_code
        except requests.RequestException:
            status = 0
        self.visits.append(Visit(path, status, time.monotonic() - begun))


@dataclass
class Watch(Repeating):
    """Look again and again who holds the lease, and remember it."""

    seen: Any
    holders: dict[int, set[str]] = field(default_factory=dict)
    tokens: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.pause = 0.1

    def once(self) -> None:
        """Look once."""
        store = self.seen.look().jobs
        if store is None or store.lease.expires is None:
            return
        lease = store.lease
        self.holders.setdefault(lease.token, set()).add(lease.owner)
        if not self.tokens or self.tokens[-1] != lease.token:
            self.tokens.append(lease.token)
