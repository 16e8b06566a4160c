"""People who save their texts, again and again, through the publisher.

Each has texts of their own, in threads of the process that fetches, as in a server; a
save that meets somebody else's change is tried again as often as Zope does by itself.
"""

from base64 import b64encode
from bench.publishing import publish
from bench.texts import Writer
from bench.worker import environ_of
from collections.abc import Callable
from io import BytesIO
from itertools import cycle
from typing import Any
from typing import Self

import json
import threading

PASSWORD = "bench-only-12345"
TEXTS = 5
"""Texts of each editor."""
WORDS = 200
POLL_SECONDS = 0.02


class Editors:
    """Save from the beginning of a `with` block to its end."""

    def __init__(
        self,
        application: Any,
        texts: dict[str, list[str]],
        pause: float,
        clock: Callable[[], float],
    ) -> None:
        self.application = application
        self.pause = pause
        self.clock = clock
        self.times: list[float] = []
        self.failed: list[str] = []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self.work, args=(name, paths), daemon=True)
            for name, paths in texts.items()
        ]

    @classmethod
    def hired(
        cls,
        site: Any,
        application: Any,
        number: int,
        pause: float,
        clock: Callable[[], float],
    ) -> Self:
        """Make the accounts and their texts, and commit them.

        Pauses are by the clock of the thread that fetches: on a machine that does other
        things both go slower alike.
        """
        from plone import api

        import transaction

        texts = {}
        with api.env.adopt_roles(["Manager"]):
            for name in (f"editor-{one}" for one in range(number)):
                api.user.create(
                    email="a@example.vn",
                    username=name,
                    password=PASSWORD,
                )
                api.user.grant_roles(username=name, roles=["Manager"])
                texts[name] = make_texts(site["phap-luat"]["don-vi-0"], name)
        transaction.commit()
        return cls(application, texts, pause, clock)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def work(self, name: str, paths: list[str]) -> None:
        """Save one text after the other, with a pause after each."""
        writer = Writer(seed=name)
        for path in cycle(paths):
            if self._over.is_set():
                return
            begin = self.clock()
            status = self.save(name, path, writer)
            self.times.append(self.clock() - begin)
            if not status.startswith("204"):
                self.failed.append(status)
            self.rest()

    def rest(self) -> None:
        """Wait until the next save."""
        end = self.clock() + self.pause
        while self.clock() < end and not self._over.wait(POLL_SECONDS):
            pass

    def save(self, name: str, path: str, writer: Writer) -> str:
        """Send new words for a text; give the status of the answer."""
        body = json.dumps(
            {
                "title": writer.sentence(8),
                "description": writer.sentence(20),
                "text": {"data": writer.body(WORDS), "content-type": "text/html"},
            }
        ).encode()
        login = b64encode(f"{name}:{PASSWORD}".encode()).decode()
        environ = environ_of(path) | {
            "REQUEST_METHOD": "PATCH",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_ACCEPT": "application/json",
            "HTTP_AUTHORIZATION": f"Basic {login}",
            "wsgi.input": BytesIO(body),
            "wsgi.multithread": True,
        }
        found: list[str] = []
        answer = self.application(
            environ, lambda status, headers, exc=None: found.append(status)
        )
        b"".join(answer)
        return found[0]


def make_texts(folder: Any, name: str) -> list[str]:
    """Make the published texts of one editor; give their paths in the site."""
    from plone import api

    paths = []
    for number in range(TEXTS):
        text = api.content.create(
            folder, "LegalNews", id=f"{name}-{number}", title=f"{name} {number}"
        )
        publish(text)
        text.reindexObject()
        paths.append("/" + "/".join(text.getPhysicalPath()[2:]))
    return paths
