"""What all ways to prove who asks share: their options, and what the client asks of them."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.environment import option_name
from sonla.pbgdpl.core.environment import Secret
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.sync.environment import Environment
from sonla.pbgdpl.sync.failures import OptionMissing
from sonla.pbgdpl.sync.http_headers import may_be_named
from sonla.pbgdpl.sync.interfaces import IAuthentication
from sonla.pbgdpl.sync.messages import BAD_SECRET
from sonla.pbgdpl.sync.messages import NOT_INSTALLED
from typing import NamedTuple
from typing import Protocol
from typing import TYPE_CHECKING
from zope.component import queryUtility
from zope.i18nmessageid import Message

if TYPE_CHECKING:
    from sonla.pbgdpl.sync.http.responses import Answer

Send = Callable[..., "Answer"]
"""Makes a request as `OutboundClient.request` does, without proving who asks."""


class OutgoingRequest(NamedTuple):
    """A request that is about to be sent; signatures are made of it."""

    method: str
    url: str
    body: bytes = b""


class Authentication(Protocol):
    """Prove to one partner who asks; lives as long as the client, which is for one run.

    Every method raises failures of `sync.failures` and no others.
    """

    def headers(self, request: OutgoingRequest, send: Send) -> Mapping[str, str]:
        """Return the headers for a request to the address of the partner.

        Asked before each try of each request, and of no request to another address.
        May ask for a token first, by `send`.
        """

    def renew(self) -> bool:
        """Forget what the partner has just refused (401); whether another try may help.

        The client tries once more if so, and never a second time.
        """

    def secrets(self) -> Iterable[str]:
        """Yield what must appear in no message, in each form in which it is sent."""


@dataclass(frozen=True)
class AccessOptions:
    """The options of this machine that are for one partner.

    `direction` is `pull` or `push`; the names of options begin with it and, for `pull`,
    end with the code of the source: `push-token`, `pull-token-btp`.
    """

    environment: Environment
    direction: str
    source: str = ""

    def full_name(self, name: str) -> str:
        """Write the name of an option as it stands in zope.conf."""
        parts = (self.direction, name, self.source)
        return option_name("-".join(part for part in parts if part))

    def optional(self, name: str, default: str = "") -> str:
        """Return the value of an option."""
        return self.environment.option(self.full_name(name)) or default

    def required(self, *names: str) -> list[str]:
        """Return the values of options; raise `OptionMissing` with all that are not set."""
        values = {name: self.optional(name) for name in names}
        missing = [self.full_name(name) for name in names if not values[name]]
        if missing:
            raise OptionMissing(*missing)
        return list(values.values())

    def in_header(self, name: str, default: str = "") -> str:
        """Return an option that a header can carry; raise `ConfigurationFailure` else."""
        value = self.optional(name, default)
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise ConfigurationFailure(BAD_SECRET)
        return value

    def header_name(self, name: str, default: str) -> str:
        """Return an option that names a header; raise `ConfigurationFailure` for what may not.

        Headers that say where a request goes and how long it is are the client's alone.
        """
        value = self.optional(name, default)
        if not may_be_named(value):
            raise ConfigurationFailure(
                _(
                    "detail_bad_header",
                    default="${option} in the configuration of the server names no header, or one that may not be set.",
                    mapping={"option": self.full_name(name)},
                )
            )
        return value

    def token(self) -> Secret | None:
        """Return the token of the partner, if there is one."""
        value = self.in_header("token")
        return Secret(value) if value else None

    def client_certificate(self) -> tuple[str, str] | None:
        """Return the files of our certificate and its key, if there is one."""
        certificate = self.optional("client-certificate")
        if not certificate:
            return None
        return certificate, self.optional("client-key-file", certificate)


def make_authentication(scheme: str, options: AccessOptions) -> Authentication:
    """Make what proves who asks; raise `ConfigurationFailure` for a scheme that is none."""
    found = queryUtility(IAuthentication, scheme)
    if found is None:
        raise ConfigurationFailure(Message(NOT_INSTALLED, mapping={"name": scheme}))
    return found.open(options)
