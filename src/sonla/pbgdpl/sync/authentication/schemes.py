"""Ways to prove who asks that need no request of their own."""

from base64 import b64encode
from collections.abc import Iterator
from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.core.environment import Secret
from sonla.pbgdpl.sync.authentication.base import AccessOptions
from sonla.pbgdpl.sync.authentication.base import OutgoingRequest
from sonla.pbgdpl.sync.authentication.base import Send
from sonla.pbgdpl.sync.interfaces import IAuthentication
from typing import Self
from zope.interface import provider


class FixedHeader:
    """Send the same value each time; a refused one is not better the next time."""

    header = "Authorization"

    def __init__(self, scheme: str = "", secret: Secret | None = None) -> None:
        self._scheme = scheme
        self._secret = secret

    def headers(self, request: OutgoingRequest, send: Send) -> Mapping[str, str]:
        """Return the one header, or none without a secret."""
        if self._secret is None:
            return {}
        return {self.header: f"{self._scheme} {self._secret.reveal()}".lstrip()}

    def renew(self) -> bool:
        """Return False."""
        return False

    def secrets(self) -> Iterator[str]:
        if self._secret is not None:
            yield self._secret.reveal()


@provider(IAuthentication)
class NoAuthentication(FixedHeader):
    """Ask as anybody may."""

    title = _("sync_authentication_none", default="None: the partner is open to all")
    order = 10

    @classmethod
    def open(cls, options: AccessOptions) -> Self:
        """Return it; no option is needed."""
        return cls()


@provider(IAuthentication)
class BearerToken(FixedHeader):
    """Send one token that does not change (RFC 6750)."""

    title = _("sync_authentication_bearer", default="Fixed token (Bearer)")
    order = 20

    def __init__(self, token: Secret | None) -> None:
        super().__init__("Bearer", token)

    @classmethod
    def open(cls, options: AccessOptions) -> Self:
        """Take the token; without one the partner says whether it wants any."""
        return cls(options.token())


@provider(IAuthentication)
class ApiKey(FixedHeader):
    """Send one key that does not change in a header that partners name as they like."""

    title = _("sync_authentication_key", default="Fixed key in a header (API key)")
    order = 25

    def __init__(self, header: str, key: str) -> None:
        super().__init__(secret=Secret(key))
        self.header = header

    @classmethod
    def open(cls, options: AccessOptions) -> Self:
        """Take the key, and the name of the header; raises `OptionMissing` without a key."""
        options.required("key")
        return cls(options.header_name("header", "X-API-Key"), options.in_header("key"))


@provider(IAuthentication)
class BasicAuthentication(FixedHeader):
    """Send user name and password (RFC 7617)."""

    title = _("sync_authentication_basic", default="User name and password (Basic)")
    order = 30

    def __init__(self, user: str, password: str) -> None:
        pair = b64encode(f"{user}:{password}".encode()).decode()
        super().__init__("Basic", Secret(pair))
        self._password = Secret(password)

    @classmethod
    def open(cls, options: AccessOptions) -> Self:
        """Take both; raises `OptionMissing`."""
        return cls(*options.required("user", "password"))

    def secrets(self) -> Iterator[str]:
        """Yield the pair and the password alone."""
        yield from super().secrets()
        yield self._password.reveal()


@provider(IAuthentication)
class ClientCertificate(FixedHeader):
    """Show a certificate while TLS shakes hands, and nothing else.

    Every other way shows one, too, if the options name it.
    """

    title = _("sync_authentication_certificate", default="Client certificate (mTLS)")
    order = 40

    @classmethod
    def open(cls, options: AccessOptions) -> Self:
        """Raise `OptionMissing` without a certificate; the client reads it."""
        options.required("client-certificate")
        return cls()
