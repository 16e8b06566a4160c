"""What the tests of the reference server share."""

from collections.abc import Iterator
from http.client import HTTPConnection
from http.client import HTTPResponse
from sonla.referenceserver.server import ReferenceServer
from typing import Any
from urllib.parse import urlencode
from urllib.parse import urlsplit

import json
import pytest


class Peer(ReferenceServer):
    """A reference server with a client of its own, which knows no manners."""

    def fetch(
        self, method: str, target: str, body: Any = None, **headers: str
    ) -> HTTPResponse:
        """Send a request and read the whole answer, unless it breaks."""
        connection = HTTPConnection(urlsplit(self.base_url).netloc, timeout=5)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, body, sent)
        response = connection.getresponse()
        response.content = response.read()
        connection.close()
        return response

    def get(self, target: str, **headers: str) -> HTTPResponse:
        return self.fetch("GET", target, **headers)

    def oai(self, **arguments: str) -> str:
        return self.get(f"/oai?{urlencode(arguments)}").content.decode()

    def admin(self, method: str, path: str, body: Any = None) -> HTTPResponse:
        sent = None if body is None else json.dumps(body)
        kind = {"Content-Type": "application/json"}
        response = self.fetch(method, f"/admin/{path}", sent, **kind)
        response.json = json.loads(response.content)
        return response


@pytest.fixture
def serve() -> Iterator[Any]:
    """Yield a function that starts a server with settings; all stop at the end."""
    running = []

    def start(**settings: Any) -> Peer:
        running.append(Peer(**{"records": 23, "page_size": 10} | settings).start())
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def server(serve) -> Peer:
    return serve()
