"""Serve a data set in a process of its own and time the publisher in it.

Each side of a comparison has its own process, so that
no cache, no ZCML and no memory of the other side takes part.
"""

from base64 import b64encode
from bench.child import answer_orders
from bench.child import Child
from bench.datasets import DATASETS
from bench.datasets import prepare
from bench.datasets import SITE
from bench.zope_process import CACHED_OBJECTS
from bench.zope_process import load_zope
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from time import process_time
from typing import Any
from urllib.parse import urlencode

import sys


@dataclass(frozen=True)
class Answer:
    """Hold the times of some equal requests, in milliseconds, and the last body."""

    times: list[float]
    status: str
    body: str


class Worker(Child):
    """Serve a data set in a child."""

    def __init__(self, dataset: str, cached: int = CACHED_OBJECTS) -> None:
        """Start it; `cached` objects of the database stay in its memory."""
        self.dataset = dataset
        self.login = ""
        """Name and password, parted by a colon, of whoever asks; empty for a visitor."""
        prepare(dataset)
        super().__init__("bench.worker", dataset, str(cached))

    def get(self, path: str, requests: int = 1, fresh: bool = False) -> Answer:
        """Request a page below the site some times; anything but 200 is an error.

        `fresh` empties memory caches before each request (`plone.memoize.ram`).
        """
        answer = self.answered(path=path, requests=requests, fresh=fresh)
        if not answer.status.startswith("200"):
            raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]}")
        return answer

    def send(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form as a browser does; anything but being led on is an error."""
        answer = self.answered(
            path=path, requests=1, fresh=False, sent=urlencode(fields)
        )
        if not answer.status.startswith("302"):
            raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]}")
        return answer

    def answered(self, **order: Any) -> Answer:
        """Return the answer to an order."""
        return Answer(**self.ask(**order, login=self.login))


def environ_of(path: str, login: str = "") -> dict[str, Any]:
    """Make the WSGI environment of a GET request for `path` in the site, mostly a visitor's."""
    path, _, query = path.partition("?")
    signed = f"Basic {b64encode(login.encode()).decode()}"
    return ({"HTTP_AUTHORIZATION": signed} if login else {}) | {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": f"/{SITE}{path}",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        # By the name: Plone shows no theme at 127.0.0.1, and visitors get the theme.
        "HTTP_HOST": "localhost:8080",
        "HTTP_ACCEPT_LANGUAGE": "vi",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def sending(text: str) -> dict[str, Any]:
    """Return what makes an environment one that sends a form."""
    return {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(text)),
        "wsgi.input": BytesIO(text.encode()),
    }


def request(
    application: Any, path: str, login: str = "", sent: str = ""
) -> tuple[float, str, bytes]:
    """Time one request from the first byte to the last, in milliseconds; `sent` is a form.

    Processor time of this process, so that what else the machine does counts less.
    """
    started: list[str] = []
    environ = environ_of(path, login) | (sending(sent) if sent else {})
    begin = process_time()
    parts = application(
        environ, lambda status, headers, exc=None: started.append(status)
    )
    body = b"".join(parts)
    elapsed = (process_time() - begin) * 1000
    close = getattr(parts, "close", None)
    if close is not None:
        close()
    return elapsed, started[0], body


def forget_cached() -> None:
    """Empty the memory cache that `plone.memoize.ram` shares in this process."""
    from plone.memoize.ram import global_cache

    global_cache.invalidateAll()


def serve(dataset: str, cached: int) -> None:
    """Answer orders until the parent closes the pipe."""

    def start() -> Callable[[dict[str, Any]], Any]:
        with_addon = DATASETS[dataset].addon
        return partial(answer_for, load_zope(prepare(dataset), with_addon, cached))

    answer_orders(start)


def answer_for(application: Any, order: dict[str, Any]) -> dict[str, Any]:
    """Send the requests of an order; give the fields of an `Answer`."""
    times = []
    for _number in range(order["requests"]):
        if order["fresh"]:
            forget_cached()
        elapsed, status, body = request(
            application, order["path"], order["login"], order.get("sent", "")
        )
        times.append(elapsed)
    return {"times": times, "status": status, "body": body.decode("utf-8")}


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
