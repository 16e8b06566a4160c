"""A web server on the loopback interface that sends whatever bytes a test wants."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import contextlib
import socket
import socketserver
import ssl
import threading
import time

PATIENCE = 60
"""Seconds: a machine with other work accepts late."""


@dataclass
class Request:
    """Hold what arrived; names of headers are in small letters."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def arguments(self) -> dict[str, str]:
        found = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values[-1] for name, values in found.items()}


@dataclass
class Server:
    """Hold where the server listens and what arrived."""

    port: int = 0
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}/oai"

    def wait_for_client(self) -> None:
        """Wait until a connection was accepted, which on a busy machine a client may not live to see."""
        end = time.monotonic() + PATIENCE
        while not self.connections and time.monotonic() < end:
            time.sleep(0.01)


Reply = Callable[[socket.socket, Request], None]


def answer(
    body: bytes = b"",
    status: str = "200 OK",
    content_type: str = "text/xml; charset=utf-8",
    length: int | None = None,
    **headers: str,
) -> bytes:
    """Write an answer with the right `Content-Length`, or with `length`."""
    lines = [f"HTTP/1.1 {status}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def says(content: bytes) -> Reply:
    """Send the same bytes each time."""
    return lambda connection, request: connection.sendall(content)


@contextmanager
def http_server(
    reply: Reply | bytes, context: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Serve until the end of the block; each connection has a thread and one request."""
    server = Server(scheme="https" if context else "http")
    respond = says(reply) if isinstance(reply, bytes) else reply

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            server.connections += 1
            with contextlib.suppress(OSError):  # the client went away, or refused us
                connection = self.request
                if context is not None:
                    connection = context.wrap_socket(connection, server_side=True)
                request = read_request(connection)
                if request is not None:
                    server.requests.append(request)
                    respond(connection, request)
                connection.close()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        listening.block_on_close = False
        server.port = listening.server_address[1]
        threading.Thread(
            target=listening.serve_forever, args=(0.02,), daemon=True
        ).start()
        yield server
        listening.shutdown()


def read_request(connection: socket.socket) -> Request | None:
    """Read a request with its body; None if the client sent none."""
    stream = connection.makefile("rb")
    first = stream.readline().decode("latin-1").split()
    if len(first) != 3:
        return None
    headers: dict[str, str] = {}
    while line := stream.readline().decode("latin-1").strip():
        name, _colon, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Request(first[0], first[1], headers, body)
