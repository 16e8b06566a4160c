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
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.http.transport import Deadline
from typing import Any
from urllib3.exceptions import HTTPError
from urllib3.exceptions import InvalidHeader as InvalidAnswerHeader

import re
import ssl


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
        return ProtocolFailure("the headers of the answer contradict each other")
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return AuthorityFailure(f"certificate: {cause.verify_message}")
        if isinstance(cause, ssl.SSLError) and (why := alert_about_us(cause)):
            return AuthorityFailure(f"our certificate was refused ({why})")
        if isinstance(cause, InvalidURL):
            return TargetRefused("the address can't be read")
        if isinstance(cause, InvalidHeader):
            return ConfigurationFailure("a header of ours has forbidden characters")
        if isinstance(cause, ContentDecodingError):
            return ProtocolFailure("the compression of the answer is broken")
        if isinstance(cause, HTTPException) and not isinstance(
            cause, IncompleteRead | RemoteDisconnected
        ):
            return ProtocolFailure(f"no answer by HTTP: {type(cause).__name__}")
    last = causes[-1]
    reason = last.strerror if isinstance(last, OSError) else ""
    return TransientFailure(f"{type(last).__name__} {reason or ''}")


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
