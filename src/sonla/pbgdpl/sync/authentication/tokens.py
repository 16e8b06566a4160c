"""Ways to prove who asks by tokens that run out: OAuth 2.0, alone or behind a gateway.

oauthlib writes and reads what RFC 6749 says; our client sends it, so that the list of
allowed hosts, the deadline and the limits hold for servers of tokens, too.
"""

from base64 import b64encode
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from sonla.pbgdpl import _
from sonla.pbgdpl.core.environment import Secret
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.authentication.base import AccessOptions
from sonla.pbgdpl.sync.authentication.base import OutgoingRequest
from sonla.pbgdpl.sync.authentication.base import Send
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.interfaces import IAuthentication
from sonla.pbgdpl.sync.messages import BAD_SECRET
from typing import Self
from zope.interface import provider

import json
import re
import time

EARLY = 60.0
"""Seconds before its end at which a token is renewed: a page may take as long."""
JSON_TYPES = ("application/json",)
UNREADABLE_TOKEN = _(
    "detail_token_unreadable",
    default="What answers at the address for tokens is no service for tokens.",
)
UNREADABLE = (
    *(ValueError, TypeError, AttributeError, KeyError, ArithmeticError),
    *(RecursionError, Warning),
)
"""What reading an answer raises that is no answer with a token, however it was meant."""
_TOKEN = re.compile(r"[!-~]{1,16000}")


@provider(IAuthentication)
class ClientCredentials:
    """Ask a server for a token, and again when it runs out (RFC 6749, 4.4)."""

    title = _("sync_authentication_oauth2", default="OAuth 2.0 (client credentials)")
    order = 50

    def __init__(
        self, options: AccessOptions, clock: Callable[[], float] = time.monotonic
    ) -> None:
        names = ["oauth-address", "client-id"]
        if not options.client_certificate():
            names.append("client-secret")
        self.endpoint, self._identity, *_secret = options.required(*names)
        self._secret = Secret(options.optional("client-secret"))
        self._wanted = {
            name: value
            for name in ("scope", "audience", "resource")
            if (value := options.optional(f"oauth-{name}"))
        }
        self._in_body = options.optional("oauth-client-authentication") == "post"
        self._clock = clock
        self._token: Secret | None = None
        self._until: float | None = None
        self._uses = 0

    @classmethod
    def open(cls, options: AccessOptions) -> Self:
        """Take the options; raises `OptionMissing`."""
        return cls(options)

    def headers(self, request: OutgoingRequest, send: Send) -> Mapping[str, str]:
        """Return the token, asked for first if there is none that is good any more."""
        has_run_out = self._until is not None and self._clock() >= self._until
        if self._token is None or has_run_out:
            self._token = None
            self._token = self._fetch(send)
        self._uses += 1
        return {"Authorization": f"Bearer {self._token.reveal()}"}

    def renew(self) -> bool:
        """Forget the token; one that was new when it was refused is not better anew."""
        was_good = self._uses > 1
        self._token = None
        return was_good

    def secrets(self) -> Iterator[str]:
        """Yield the secret of the client, the pair that is sent of it, and the token."""
        if self._secret.reveal():
            yield self._secret.reveal()
            yield self._pair()
        if self._token is not None:
            yield self._token.reveal()

    def token_headers(self) -> Mapping[str, str]:
        """Return what the request for a token needs beside what RFC 6749 says."""
        return {}

    def _pair(self) -> str:
        pair = f"{self._identity}:{self._secret.reveal()}"
        return b64encode(pair.encode()).decode()

    def _fetch(self, send: Send) -> Secret:
        # Imported where a token is fetched: most processes never fetch one.
        from oauthlib import oauth2

        client = oauth2.BackendApplicationClient(self._identity)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            **self.token_headers(),
        }
        wanted = dict(self._wanted)
        alone = not self._secret.reveal()
        if self._in_body and not alone:
            wanted["client_secret"] = self._secret.reveal()
        elif not alone:
            headers["Authorization"] = f"Basic {self._pair()}"
        body = client.prepare_request_body(
            include_client_id=self._in_body or alone, **wanted
        )
        started = self._clock()
        try:
            answer = send(
                "POST",
                self.endpoint,
                headers=headers,
                body=body.encode(),
                accept=JSON_TYPES,
            )
            found = client.parse_request_body_response(answer.body.decode())
        except PeerRefusal as refusal:
            raise not_given(refusal_of(refusal), refusal.status) from None
        except AuthorityFailure as failure:
            if failure.status is None:  # of the connection, to whatever there is
                raise AuthorityFailure(failure.detail) from None
            raise not_given(failure.detail, failure.status) from None
        except oauth2.OAuth2Error as error:
            if isinstance(error, oauth2.MissingTokenError):
                raise ProtocolFailure(UNREADABLE_TOKEN) from None
            raise not_given(plain(str(error.error or ""), 60)) from None
        except UNREADABLE:
            raise ProtocolFailure(UNREADABLE_TOKEN) from None
        return self._kept(found, started)

    def _kept(self, found: Mapping[str, object], started: float) -> Secret:
        token, seconds = found["access_token"], found.get("expires_in")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise ProtocolFailure(UNREADABLE_TOKEN)
        self._until = None
        if isinstance(seconds, int | float) and seconds > 0:
            self._until = started + max(seconds - EARLY, seconds / 2)
        self._uses = 0
        return Secret(token)


def not_given(reason: str, status: int | None = None) -> AuthorityFailure:
    """Return the failure of a request for a token that was refused."""
    return AuthorityFailure(
        _(
            "detail_no_token",
            default="We got no access token: the other side does not know us, or the secret is out of date (${reason}).",
            mapping={"reason": reason},
        ),
        status=status,
    )


def refusal_of(refusal: PeerRefusal) -> str:
    """Return what a server of tokens says of a refusal (RFC 6749, 5.2)."""
    try:
        found = json.loads(refusal.body)
        return plain(str(found["error"]), 60)
    except (ValueError, RecursionError, KeyError, TypeError):
        return str(refusal.status)


GATEWAY_PARTS = {
    "AccessKey": "gateway-access-key",
    "SecretKey": "gateway-secret-key",
    "AppName": "gateway-app-name",
    "PartnerCode": "gateway-partner-code",
    "PartnerCodeCus": "gateway-customer-code",
}
"""What the header of the gateway is made of, and the options that have it."""


@provider(IAuthentication)
class Gateway(ClientCredentials):
    """Prove who asks to a gateway between agencies, which wants a header of its own.

    It stands on the request for the token, and beside the token from then on. Names of
    headers are options, as gateways differ in them.
    """

    title = _(
        "sync_authentication_gateway",
        default="Integration platform (LGSP, two headers)",
    )
    order = 60

    def __init__(
        self, options: AccessOptions, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(options, clock)
        self._header = options.header_name("gateway-header", "lgspaccesstoken")
        self._access = Secret(options.in_header("gateway-token") or joined(options))
        self._service_header = options.header_name(
            "service-header", "X-Authentication-Token"
        )
        self._service = Secret(options.in_header("service-token"))

    def token_headers(self) -> Mapping[str, str]:
        """Return the header of the gateway."""
        return {self._header: self._access.reveal()}

    def headers(self, request: OutgoingRequest, send: Send) -> Mapping[str, str]:
        """Return the token, the header of the gateway, and that of the service behind."""
        found = {**super().headers(request, send), **self.token_headers()}
        if self._service.reveal():
            found[self._service_header] = self._service.reveal()
        return found

    def secrets(self) -> Iterator[str]:
        """Yield the headers' values, too."""
        yield from super().secrets()
        yield self._access.reveal()
        if self._service.reveal():
            yield self._service.reveal()


def joined(options: AccessOptions) -> str:
    """Write the header of the gateway of its parts: Base64 of JSON.

    Raises `ConfigurationFailure` where there are none: a ready value is what most have.
    """
    parts = {
        name: value
        for name, option in GATEWAY_PARTS.items()
        if (value := options.optional(option))
    }
    if not {"AccessKey", "SecretKey"} <= parts.keys():
        options.required("gateway-token")
        raise ConfigurationFailure(BAD_SECRET)
    return b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode()
