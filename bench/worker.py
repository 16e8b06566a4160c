"""Serve a data set in a process of its own and time the publisher in it.

The parent (`Worker`) sends lines of JSON, the child (`python -m bench.worker`)
answers in lines of JSON. Each side of a comparison has its own process, so that
no cache, no ZCML and no memory of the other side takes part.
"""

from bench.datasets import DATASETS
from bench.datasets import prepare
from bench.datasets import SITE
from bench.zope_process import load_zope
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import json
import subprocess
import sys


@dataclass(frozen=True)
class Answer:
    """Hold the times of some equal requests, in milliseconds, and the last body."""

    times: list[float]
    status: str
    body: str


class Worker:
    """Start a child for a data set, and stop it at the end of a `with` block."""

    def __init__(self, dataset: str) -> None:
        prepare(dataset)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", dataset],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.process.stdout.readline().strip() != "ready":
            raise RuntimeError(f"the worker for {dataset} did not start")

    def __enter__(self) -> "Worker":
        """Be used in a `with` block."""
        return self

    def __exit__(self, *error: Any) -> None:
        """Let the child end by itself."""
        self.process.stdin.close()
        self.process.wait(timeout=60)

    def get(self, path: str, requests: int = 1, fresh: bool = False) -> Answer:
        """Request a page below the site some times; anything but 200 is an error.

        `fresh` empties memory caches before each request (`plone.memoize.ram`).
        """
        order = {"path": path, "requests": requests, "fresh": fresh}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = Answer(**json.loads(self.process.stdout.readline()))
        if not answer.status.startswith("200"):
            raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]}")
        return answer


def environ_of(path: str) -> dict[str, Any]:
    """Make the WSGI environment of an anonymous GET request for `path` in the site."""
    path, _, query = path.partition("?")
    return {
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


def request(application: Any, path: str) -> tuple[float, str, bytes]:
    """Time one request from the first byte to the last, in milliseconds.

    Processor time of this process, so that what else the machine does counts less.
    """
    started: list[str] = []
    environ = environ_of(path)
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


def serve(dataset: str) -> None:
    """Answer orders until the parent closes the pipe."""
    answers = sys.stdout
    sys.stdout = sys.stderr  # what Zope prints must not mix with the answers
    application = load_zope(Path(prepare(dataset)), with_addon=DATASETS[dataset].addon)
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        times = []
        for _number in range(order["requests"]):
            if order["fresh"]:
                forget_cached()
            elapsed, status, body = request(application, order["path"])
            times.append(elapsed)
        answer = {"times": times, "status": status, "body": body.decode("utf-8")}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
