"""Open connections that the guard has checked, and end them when their time is over.

The name is resolved once; what it resolved to is checked and connected to, so that no
second answer of a name server can slip in between. TLS still asks for the name.
"""

from collections.abc import Callable
from collections.abc import Sequence
from functools import partial
from ipaddress import ip_address
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.guard import Guard
from sonla.pbgdpl.sync.guard import Target
from time import monotonic
from typing import Any
from typing import Self
from urllib3 import HTTPConnectionPool
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError
from urllib3.exceptions import NameResolutionError
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

import contextlib
import socket
import threading

Resolver = Callable[[str, int], Sequence[str]]
"""Return the addresses of a host as texts; raise `OSError` when it can't."""


def system_resolver(host: str, port: int) -> list[str]:
    """Ask the name servers of this machine; each address once, in their order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """End a request after a number of seconds, whatever it is doing then.

    A time-out of a socket counts from the last byte: a server that sends one byte every
    few seconds is never late. So a timer shuts the connection down. It keeps a
    duplicate of the socket, because TLS takes the original away while it shakes hands.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = monotonic() + seconds
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self.expired = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_unused: object) -> None:
        self._timer.cancel()
        with self._lock:
            for watched in self._sockets:
                watched.close()
            self._sockets.clear()

    def watch(self, connection: socket.socket) -> None:
        """Shut a connection down when the time is over."""
        with self._lock:
            self._sockets.append(connection.dup())
        self.check()

    def remaining(self) -> float:
        """Return the seconds that are left, or raise `TransientFailure`."""
        self.check()
        return max(self._end - monotonic(), 0.001)

    def check(self) -> None:
        """Raise `TransientFailure` when the time is over."""
        if self.expired or monotonic() >= self._end:
            raise self.failure()

    def failure(self) -> TransientFailure:
        """Return the failure that says so."""
        return TransientFailure(
            _(
                "detail_slow",
                default="There was no complete answer within ${seconds} seconds.",
                mapping={"seconds": f"{self.seconds:g}"},
            )
        )

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for watched in self._sockets:
                with contextlib.suppress(OSError):  # closed meanwhile by the peer
                    watched.shutdown(socket.SHUT_RDWR)


class Connector:
    """Connect for one request: allowed host, checked address, within its time."""

    def __init__(self, guard: Guard, resolver: Resolver, deadline: Deadline) -> None:
        self.guard = guard
        self.resolver = resolver
        self.deadline = deadline

    def connect(self, connection: HTTPConnection, scheme: str) -> socket.socket:
        """Return a connected socket, or raise what urllib3 expects or a failure of ours.

        The allow-list is asked again, by what urllib3 made of the address.
        """
        target = Target(scheme, connection.host.strip("[]"), connection.port)
        self.guard.allow(target)
        addresses = self.guard.checked(target, self._resolved(connection, target))
        error: OSError = OSError("no address")
        for address in addresses:
            try:
                return self._open(connection, address, target.port)
            except OSError as current:
                error = current
        if isinstance(error, TimeoutError):
            raise ConnectTimeoutError(connection, f"{target} timed out") from error
        raise NewConnectionError(connection, str(error)) from error

    def _resolved(self, connection: HTTPConnection, target: Target) -> Sequence[str]:
        try:
            return [str(ip_address(target.host))]
        except ValueError:
            pass
        try:
            return self.resolver(target.host, target.port)
        except OSError as error:
            reason = socket.gaierror(*error.args)
            raise NameResolutionError(target.host, connection, reason) from error

    def _open(self, connection: HTTPConnection, address: str, port: int) -> Any:
        timeout = self.deadline.remaining()
        if connection.timeout is not None:
            timeout = min(float(connection.timeout), timeout)
        opened = create_connection(
            (address, port), timeout, socket_options=connection.socket_options
        )
        try:
            self.deadline.watch(opened)
        except BaseException:
            opened.close()
            raise
        return opened


class GuardedHTTPConnection(HTTPConnection):
    """Connect by way of the connector."""

    def __init__(self, *args: Any, connector: Connector, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connector = connector

    def _new_conn(self) -> socket.socket:
        return self.connector.connect(self, "http")


class GuardedHTTPSConnection(HTTPSConnection):
    """Connect by way of the connector, then shake hands for the name."""

    def __init__(self, *args: Any, connector: Connector, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connector = connector

    def _new_conn(self) -> socket.socket:
        return self.connector.connect(self, "https")


class GuardedHTTPPool(HTTPConnectionPool):
    """Make guarded connections."""

    ConnectionCls = GuardedHTTPConnection


class GuardedHTTPSPool(HTTPSConnectionPool):
    """Make guarded connections with TLS."""

    ConnectionCls = GuardedHTTPSConnection


def pool_classes(connector: Connector) -> dict[str, Callable[..., HTTPConnectionPool]]:
    """Return what makes the pools of urllib3's manager, by scheme.

    urllib3 hands options that it does not know on to the connections.
    """
    return {
        "http": partial(GuardedHTTPPool, connector=connector),
        "https": partial(GuardedHTTPSPool, connector=connector),
    }
