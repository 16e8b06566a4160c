"""Make every outbound request of the exchange; no other module opens a connection.

A request goes to an allowed host and a checked address or not at all, follows no
redirect, ends within a number of seconds and bytes, and either gives an answer or
raises a `Failure` of `sync.failures`.

Each request has a connection of its own: the address is checked anew each time, and
nothing (cookies, a half-read answer, a dropped connection) reaches the next one. A page
holds a hundred records, so the handshakes hardly count.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from functools import partial
from requests import Response
from requests import Session
from requests.adapters import HTTPAdapter
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.sync.authentication.base import AccessOptions
from sonla.pbgdpl.sync.authentication.base import Authentication
from sonla.pbgdpl.sync.authentication.base import make_authentication
from sonla.pbgdpl.sync.authentication.base import OutgoingRequest
from sonla.pbgdpl.sync.authentication.schemes import NoAuthentication
from sonla.pbgdpl.sync.environment import Environment
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.guard import Guard
from sonla.pbgdpl.sync.guard import Network
from sonla.pbgdpl.sync.guard import target_of
from sonla.pbgdpl.sync.http.exceptions import failures_only
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.http.responses import failure_of
from sonla.pbgdpl.sync.http.responses import MAX_REFUSAL
from sonla.pbgdpl.sync.http.responses import refusal
from sonla.pbgdpl.sync.http.responses import shown
from sonla.pbgdpl.sync.http.transport import Connector
from sonla.pbgdpl.sync.http.transport import Deadline
from sonla.pbgdpl.sync.http.transport import pool_classes
from sonla.pbgdpl.sync.http.transport import Resolver
from sonla.pbgdpl.sync.http.transport import system_resolver
from sonla.pbgdpl.sync.messages import CERTIFICATE_FILE
from sonla.pbgdpl.sync.messages import TOO_LONG
from typing import Any
from typing import BinaryIO
from urllib3.util import Retry
from zope.i18nmessageid import Message

import ssl

CHUNK = 64 * 1024
CONNECT_RETRY = Retry(
    total=2,
    connect=2,
    read=0,
    status=0,
    redirect=0,
    other=0,  # a refused certificate is not refused less the next time
    backoff_factor=0,
    respect_retry_after_header=False,
)
"""Only a connection that was never made is tried again at once."""
HIDDEN = "***"
MIN_HIDDEN = 12
"""Characters of a secret that stands in no text by chance."""


class OutboundClient:
    """Ask one peer.

    `allowed_hosts` and `allowed_networks` are those of `Guard`. `authentication` proves who
    asks, and `certificate` (its file and that of the key) is shown, but only to the scheme,
    host and port of `base_url`: a file that a record names may stand on another allowed
    host. What gives out tokens sees the certificate, too. `ca_bundle` replaces the public
    authorities. `deadline` counts seconds from the first step of a request to its last
    byte, `read_timeout` those between two bytes; `max_bytes` counts what comes out of
    the decompression. `resolver` and `now` can be replaced.
    """

    def __init__(
        self,
        base_url: str,
        *,
        allowed_hosts: Iterable[str],
        allowed_networks: Iterable[Network] = (),
        authentication: Authentication | None = None,
        certificate: tuple[str, str] | None = None,
        ca_bundle: str | None = None,
        deadline: float = 30.0,
        connect_timeout: float = 5.0,
        read_timeout: float = 10.0,
        max_bytes: int = 16 * 1024 * 1024,
        resolver: Resolver = system_resolver,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.base_url = base_url
        self.guard = Guard(allowed_hosts, allowed_networks)
        self.deadline = deadline
        self.timeouts = (connect_timeout, read_timeout)
        self.max_bytes = max_bytes
        self._authentication = authentication or NoAuthentication()
        self._certificate = checked_certificate(certificate)
        self._verify: bool | str = checked_bundle(ca_bundle) if ca_bundle else True
        self._resolver = resolver
        self._now = now

    @classmethod
    def for_source(
        cls,
        environment: Environment,
        name: str,
        base_url: str,
        scheme: str = "bearer",
        **options: Any,
    ) -> "OutboundClient":
        """Make the client that fetches from a source, which is asked by a scheme.

        Raises `ConfigurationFailure` where the scheme lacks an option.
        """
        access = AccessOptions(environment, "pull", name)
        return cls._from(access, name, base_url, scheme, options)

    @classmethod
    def for_push(
        cls,
        environment: Environment,
        base_url: str,
        scheme: str = "bearer",
        **options: Any,
    ) -> "OutboundClient":
        """Make the client that sends our records; raises as `for_source` does."""
        access = AccessOptions(environment, "push")
        return cls._from(access, "push", base_url, scheme, options)

    @classmethod
    def _from(
        cls,
        access: AccessOptions,
        name: str,
        base_url: str,
        scheme: str,
        options: dict[str, Any],
    ) -> "OutboundClient":
        environment = access.environment
        options.setdefault("ca_bundle", environment.ca_bundle(name))
        return cls(
            base_url,
            authentication=make_authentication(scheme, access),
            certificate=access.client_certificate(),
            allowed_hosts=environment.allowed_hosts,
            allowed_networks=environment.allowed_networks,
            **options,
        )

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        accept: Collection[str] = (),
        into: BinaryIO | None = None,
        max_bytes: int | None = None,
    ) -> Answer:
        """Send a request and give the answer, whose status is 2xx.

        `accept` names the media types that are taken; empty takes all. The body is
        written to `into` if it is given, so that a file needs no memory. Raises a
        `Failure`: `PeerRefusal` for 4xx, and so on by class. A request that is answered
        with 401 is sent once more if what proves who asks can be renewed: it was not done.
        """
        send = partial(
            self._send,
            method,
            url,
            params=params,
            headers=headers or {},
            body=body,
            accept=accept,
            into=into,
            max_bytes=max_bytes,
        )
        if self.guard.target(url) != target_of(self.base_url):
            return send()
        request = OutgoingRequest(method, url, body or b"")
        try:
            return send(proof=self._proof(request), certificate=self._certificate)
        except AuthorityFailure as failure:
            if failure.status != 401 or not self._authentication.renew():
                raise
        return send(proof=self._proof(request), certificate=self._certificate)

    def _proof(self, request: OutgoingRequest) -> Mapping[str, str]:
        """Return the headers that prove who asks; a token is asked for on the way."""
        send = partial(self._send, certificate=self._certificate)
        return self._authentication.headers(request, send)

    def _send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str],
        body: bytes | None = None,
        accept: Collection[str] = (),
        into: BinaryIO | None = None,
        max_bytes: int | None = None,
        proof: Mapping[str, str] | None = None,
        certificate: tuple[str, str] | None = None,
    ) -> Answer:
        self.guard.target(url)
        sent = {
            "User-Agent": "sonla.pbgdpl",
            "Accept": ", ".join(sorted(accept)) or "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **headers,
            **(proof or {}),
        }
        with (
            Deadline(self.deadline) as deadline,
            failures_only(deadline),
            self._session(deadline) as session,
            session.request(
                method,
                url,
                params=params,
                headers=sent,
                data=body,
                timeout=self.timeouts,
                allow_redirects=False,
                stream=True,
                verify=self._verify,
                cert=certificate,
            ) as response,
        ):
            return self._answer(
                response, accept, into, max_bytes or self.max_bytes, deadline
            )

    def _without_secrets(self, text: str) -> str:
        """Hide what we sent: a partner may repeat it in what it says of a refusal."""
        for secret in filter(None, self._authentication.secrets()):
            text = text.replace(secret, HIDDEN)
        return text

    def _without_long_secrets(self, body: bytes) -> bytes:
        """Hide in a body what can stand there for no other reason: drivers quote from it."""
        for secret in self._authentication.secrets():
            if len(secret) >= MIN_HIDDEN:
                body = body.replace(secret.encode(), HIDDEN.encode())
        return body

    def _session(self, deadline: Deadline) -> Session:
        session = StraightSession()
        session.trust_env = False
        connector = Connector(self.guard, self._resolver, deadline)
        session.adapters.clear()
        for prefix in ("https://", "http://"):
            session.mount(prefix, GuardedAdapter(connector))
        return session

    def _answer(
        self,
        response: Response,
        accept: Collection[str],
        into: BinaryIO | None,
        max_bytes: int,
        deadline: Deadline,
    ) -> Answer:
        deadline.check()  # a head that was cut off may look like a whole one
        headers = {
            name.lower(): self._without_secrets(value)
            for name, value in response.headers.items()
        }
        failure = failure_of(response.status_code, headers, accept, self._now())
        if failure is not None:
            raise failure
        if response.status_code >= 400:
            body = b"".join(pieces(response, MAX_REFUSAL, deadline, cut=True))
            raise refusal(
                response.status_code,
                headers,
                self._without_secrets(body.decode("latin-1")).encode("latin-1"),
            )
        body = b""
        if into is None:
            body = b"".join(pieces(response, max_bytes, deadline))
            body = self._without_long_secrets(body)
        else:
            for piece in pieces(response, max_bytes, deadline):
                into.write(piece)
        return Answer(response.status_code, shown(response.url), headers, body)


class StraightSession(Session):
    """See no redirect anywhere.

    requests reads the address of a redirect even if it is told to follow none, and an
    odd one makes it raise errors of many kinds.
    """

    def get_redirect_target(self, resp: Response) -> None:
        """Return None: no redirect is followed here."""
        return None


class GuardedAdapter(HTTPAdapter):
    """Bring requests together with guarded connections."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=CONNECT_RETRY)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the manager as usual, with our pools."""
        super().init_poolmanager(*args, **options)
        pools = pool_classes(self._connector)
        # urllib3 calls what makes a pool, and has the type of its own classes for it
        self.poolmanager.pool_classes_by_scheme = pools  # type: ignore[assignment]


def pieces(
    response: Response, max_bytes: int, deadline: Deadline, cut: bool = False
) -> Iterator[bytes]:
    """Yield the decompressed body piece by piece, at most `max_bytes`.

    A longer one raises `ProtocolFailure`, or is cut. The deadline is asked once more at
    the end: a connection that it shut down may look like the end of a body without a
    length.
    """
    total = 0
    for piece in response.iter_content(CHUNK):
        total += len(piece)
        if total > max_bytes:
            if cut:
                return
            raise ProtocolFailure(TOO_LONG)
        yield piece
    deadline.check()


def checked_bundle(path: str) -> str:
    """Return the path of a file of authorities; raise `ConfigurationFailure` if it is none."""
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ValueError):  # an SSLError is an OSError
        raise ConfigurationFailure(
            Message(CERTIFICATE_FILE, mapping={"file": path})
        ) from None
    return path


def checked_certificate(files: tuple[str, str] | None) -> tuple[str, str] | None:
    """Return the files of our certificate; raise `ConfigurationFailure` if they are none."""
    if files is not None:
        try:
            ssl.create_default_context().load_cert_chain(*files)
        except (OSError, ValueError):  # an SSLError is an OSError
            names = " + ".join(dict.fromkeys(files))
            raise ConfigurationFailure(
                Message(CERTIFICATE_FILE, mapping={"file": names})
            ) from None
    return files


MAX_TIMEOUT = 15.0
"""Seconds: a partner that drips never uses up a whole run."""
MIN_TIMEOUT = 2.0
"""Seconds that a request gets even at the end of a run."""


def request_deadline(left: float) -> float:
    """Return the seconds for a request when so many of the run are left."""
    return max(MIN_TIMEOUT, min(left, MAX_TIMEOUT))
