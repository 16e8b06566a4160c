"""Turn exceptions of requests and of what it stands on into failures; nothing is sent here."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from http.client import IncompleteRead
from http.client import RemoteDisconnected
from requests import RequestException
from requests.exceptions import ContentDecodingError
from requests.exceptions import InvalidHeader
from requests.exceptions import InvalidURL
from requests.exceptions import SSLError
from requests.exceptions import Timeout
from socket import gaierror
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.http.transport import Deadline
from sonla.pbgdpl.sync.messages import ADDRESS
from sonla.pbgdpl.sync.messages import BAD_SECRET
from sonla.pbgdpl.sync.messages import NO_HOST
from sonla.pbgdpl.sync.messages import NO_HTTP
from typing import Any
from urllib3.exceptions import ConnectTimeoutError
from urllib3.exceptions import HTTPError
from urllib3.exceptions import InvalidHeader as InvalidAnswerHeader
from urllib3.exceptions import NameResolutionError
from urllib3.exceptions import NewConnectionError
from urllib3.exceptions import ReadTimeoutError
from zope.i18nmessageid import Message

import re
import ssl

X509_EXPIRED = 10
"""OpenSSL's `X509_V_ERR_CERT_HAS_EXPIRED`, which `ssl` has no name for."""
EXPIRED = _(
    "detail_certificate_expired",
    default="The certificate of the other side is out of date. Its operators must renew it.",
)
INVALID = _(
    "detail_certificate",
    default="The certificate of the other side is not valid: ${why}.",
)
OURS = _(
    "detail_our_certificate",
    default="The other side refused our certificate: it is out of date, or nobody registered it there (${why}).",
)
BROKE_OFF = _("detail_broke_off", default="The connection broke off.")
FAULTS: tuple[tuple[tuple[type[Exception], ...], Message], ...] = (
    ((gaierror, NameResolutionError), NO_HOST),
    (
        (TimeoutError, ConnectTimeoutError, ReadTimeoutError, Timeout),
        _("detail_silent", default="The other side did not answer in time."),
    ),
    (
        (ConnectionRefusedError, NewConnectionError),
        _(
            "detail_nobody_there",
            default="Nobody answers at that host and port: the connection is refused.",
        ),
    ),
    ((ssl.SSLEOFError,), BROKE_OFF),
    (
        (ssl.SSLError, SSLError),
        _(
            "detail_handshake",
            default="The two sides could not agree on an encrypted connection.",
        ),
    ),
)
"""What a failed connection ended with → what that means; the first that fits."""


@contextmanager
def failures_only(deadline: Deadline) -> Iterator[None]:
    """Let nothing out but failures.

    The exceptions of requests are not chained: they hold the request with its token.
    """
    try:
        yield
    except Failure:
        raise
    except (RequestException, HTTPError, ssl.SSLError) as error:
        if deadline.expired:
            raise deadline.failure() from None
        raise translated(error) from None
    except OSError as error:  # of the file that the body is written to
        raise classify(error) from error


def translated(error: Exception) -> Failure:
    """Return the failure that an exception of requests or urllib3 stands for."""
    causes = list(causes_of(error))
    if any(isinstance(cause, InvalidAnswerHeader) for cause in causes):
        # requests wraps it into the error that else means a header of ours
        return ProtocolFailure(NO_HTTP)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            words = EXPIRED if cause.verify_code == X509_EXPIRED else INVALID
            return AuthorityFailure(
                Message(words, mapping={"why": cause.verify_message})
            )
        if isinstance(cause, ssl.SSLError) and (why := alert_about_us(cause)):
            return AuthorityFailure(Message(OURS, mapping={"why": why}))
        if isinstance(cause, InvalidURL):
            return TargetRefused(ADDRESS)
        if isinstance(cause, InvalidHeader):
            return ConfigurationFailure(BAD_SECRET)
        if isinstance(cause, ContentDecodingError):
            return ProtocolFailure(NO_HTTP)
        if isinstance(cause, HTTPException) and not isinstance(
            cause, IncompleteRead | RemoteDisconnected
        ):
            return ProtocolFailure(NO_HTTP)
    return TransientFailure(
        next(
            (words for kinds, words in FAULTS if isinstance(causes[-1], kinds)),
            BROKE_OFF,
        )
    )


def alert_about_us(error: ssl.SSLError) -> str:
    """Return why a peer refused our certificate, if that is what its alert says.

    OpenSSL names alerts of TLS (RFC 8446, 6.2) in the reason of the error.
    """
    reason = (error.reason or "").lower()
    found = re.search(r"alert_(.*certificate.*|unknown_ca|access_denied)", reason)
    return found[1].replace("_", " ") if found else ""


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what is inside it, the outermost first, each once."""
    seen: set[int] = set()
    queue: list[Any] = [error]
    while queue:
        current = queue.pop(0)
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        queue += [*current.args, getattr(current, "reason", None)]
        queue += [current.__cause__, current.__context__]
