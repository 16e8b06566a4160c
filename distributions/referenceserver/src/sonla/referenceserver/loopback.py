"""An HTTP/1.1 server that can't be reached from another machine."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from ipaddress import ip_address
from sonla.referenceserver.delivery import whole
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from typing import Any
from urllib.parse import urlsplit

import logging
import os
import socket
import ssl
import struct
import threading

logger = logging.getLogger(__name__)

Application = Callable[[Request], Answer]

MAX_BYTES = 32 * 1024 * 1024
"""Of a request's body."""
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class NotLoopback(ValueError):
    """Raised when an address can be reached from other machines."""


def loopback(host: str) -> str:
    """Return the IPv4 number of a host of the loopback interface; raises NotLoopback."""
    if host == "localhost":
        return "127.0.0.1"
    if is_loopback(host) and ":" not in host:
        return host
    raise NotLoopback(f"The reference server serves 127.0.0.1 only, not {host!r}.")


def is_loopback(host: str) -> bool:
    """Return whether a name or number means the loopback interface."""
    if host.lower() == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host.strip("[]")).is_loopback
    return False


@dataclass(frozen=True)
class Tls:
    """Files of the server's certificate and key, and of the authority of its clients."""

    certificate: str
    key: str | None = None
    client_authority: str | None = None

    def context(self) -> ssl.SSLContext:
        """Return what TLS needs; raises OSError for files that are none of these."""
        found = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        found.load_cert_chain(self.certificate, self.key)
        if self.client_authority:
            found.verify_mode = ssl.CERT_REQUIRED
            found.load_verify_locations(self.client_authority)
        return found


class LoopbackServer:
    """Serve an application in threads until stopped."""

    def __init__(
        self,
        application: Application | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: Tls | None = None,
    ) -> None:
        """Open the port, 0 for any that is free; raises NotLoopback and OSError.

        The application may be set later, as it may need the address.
        """
        self.application = application
        self.stopping = threading.Event()
        self._scheme = "https" if tls is not None else "http"
        self._server = _Server((loopback(host), port), self)
        if tls is not None:
            self._server.socket = tls.context().wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """The address without a slash at its end."""
        return f"{self._scheme}://{self._server.server_name}:{self._server.server_port}"

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Break off what is being answered and give the port back."""
        self.stopping.set()
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self._server.break_off()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], owner: LoopbackServer) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without asking for the name of the host, which may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        bound = self.socket.getsockname()
        self.server_address = bound
        self.server_name, self.server_port = bound[:2]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember a connection, so that it can be broken off."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that ends."""
        self._open.discard(request)
        super().shutdown_request(request)

    def break_off(self) -> None:
        """End all connections at once, whatever is on them."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note quietly that a client went away: faults do that on purpose."""
        logger.debug("A connection ended early", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    """Read a request, ask the application, send its answer. It is the `Wire`, too."""

    protocol_version = "HTTP/1.1"
    server_version = "referenceserver"
    sys_version = ""
    timeout = 60
    disable_nagle_algorithm = True

    server: _Server

    def handle_one_request(self) -> None:
        """Read and answer one request; a client may go away meanwhile."""
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionError, TimeoutError):
            self.close_connection = True

    def _serve(self) -> None:
        request = self._read()
        if isinstance(request, Answer):
            self.close_connection = True
            answer = request
        else:
            answer = self._ask(request)
        self.chunked = False
        (answer.deliver or whole)(self, answer)

    def _read(self) -> Request | Answer:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname or ""):
            # A page of another site whose name was made to mean this machine.
            return problem(421, "This server is for the loopback interface only")
        if "transfer-encoding" in headers:
            return problem(411, "Length required")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return problem(400, "Content-Length is no number")
        if int(length) > MAX_BYTES:
            return problem(413, "Content too large")
        return Request(self.command, self.path, headers, self.rfile.read(int(length)))

    def _ask(self, request: Request) -> Answer:
        application = self.server.owner.application
        if application is None:
            return problem(503, "There is no application yet")
        try:
            return application(request)
        except Exception:
            logger.exception("%s %s failed", request.method, request.target)
            return problem(500, "The reference server has a fault of its own")

    def head(self, answer: Answer, length: int | None) -> None:
        self.send_response(answer.status)
        if answer.media_type:
            self.send_header("Content-Type", answer.media_type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.chunked = length is None
        if self.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.status not in (204, 304):
            self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def write(self, data: bytes) -> None:
        if self.command == "HEAD":
            return
        if self.chunked:
            data = b"%x\r\n%s\r\n" % (len(data), data)
        self.wfile.write(data)

    def cut(self) -> None:
        self.close_connection = True

    def reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        os.close(self.connection.detach())

    def wait(self, seconds: float) -> bool:
        return self.server.owner.stopping.wait(seconds)

    def log_message(self, format: str, *args: Any) -> None:
        """Log by our logger instead of writing to the error output."""
        logger.debug(format, *args)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve
