"""Visitors who ask again and again over HTTP, from a process of their own: `wrk`.

It is Debian's package of that name: a loop in Python would be what is measured once nginx
answers from its store.
"""

from dataclasses import dataclass
from pathlib import Path
from tools.cluster_parts import HOST

import http.client
import json
import shutil
import subprocess

SCRIPT = Path(__file__).parent / "load.lua"
CONNECTIONS = 8
"""Visitors who ask at the same time."""
NAME = "localhost"
"""Plone shows no theme at an address in numbers, and visitors get the theme."""


@dataclass(frozen=True)
class Address:
    """Name a page at a port of this machine."""

    port: int
    path: str

    @property
    def host(self) -> str:
        """The name under which it is asked for."""
        return f"{NAME}:{self.port}"

    def look(self) -> tuple[str, http.client.HTTPMessage]:
        """Ask once; give text and headers. Anything but 200 is an error."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=120)
        try:
            connection.request("GET", self.path, headers={"Host": self.host})
            response = connection.getresponse()
            body = response.read().decode("utf-8")
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"{self.path} answered {response.status}: {body[:300]}")
        return body, response.headers


def program() -> str:
    """Find what asks."""
    found = shutil.which("wrk")
    if found is None:
        raise RuntimeError("wrk is not on this machine: apt-get install wrk")
    return found


def requests_per_second(
    address: Address, seconds: int, appended: str | None = None
) -> float:
    """Let all visitors ask for a page for so long; one bad answer is an error.

    A parameter that is appended has another value in each request. An empty one is none, but
    each request is written anew as well: else that is what would be measured.
    """
    words = (program(), "-t", 1, "-c", CONNECTIONS, "-d", f"{seconds}s")
    words += ("--timeout", "60s", "-H", f"Host: {address.host}", "-s", SCRIPT)
    url = f"http://{HOST}:{address.port}{address.path}"
    given = () if appended is None else ("--", appended)
    done = subprocess.run(
        [*map(str, words), url, *given], check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    if found["errors"]:
        raise RuntimeError(f"{address.path} answered badly: {found}")
    return found["requests"] / found["seconds"]
