"""Sort everything that can go wrong in the exchange into classes with one reaction each.

The classes are those of the failure taxonomy of the exchange profile: the runner, the
breaker, the journal and the pages speak of the same ones. A class says by `message`
what happened, what the system does by itself and what the operator should do; the
`detail` of an instance is for the journal and never holds a secret, a query string or
text of the remote side as markup.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.jobs.redaction import harmless
from traceback import extract_tb
from typing import ClassVar
from ZODB.POSException import ConflictError
from zope.i18nmessageid import Message

import errno
import re

MAX_DETAIL = 300
"""Characters of a detail: the journal is bounded."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
_EXHAUSTED = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
}


def plain(text: str, limit: int = MAX_DETAIL) -> str:
    """Give remote text without control, bidi and zero-width characters, at most `limit`."""
    return _CONTROL.sub(" ", text[: limit * 4]).strip()[:limit]


class Failure(Exception):
    """Be the base of all classes; raise one of the subclasses."""

    code: ClassVar[str]
    """One letter, stable: it is stored in the journal."""
    message: ClassVar[Message]
    counts: ClassVar[bool] = False
    """Whether the breaker counts it."""
    opens: ClassVar[bool] = False
    """Whether the breaker opens at the first one."""

    def __init__(self, detail: str = "", *, status: int | None = None) -> None:
        self.detail = plain(harmless(detail))
        self.status = status
        super().__init__(self.detail)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class TransientFailure(Failure):
    """T: the line or the server was down, or the answer broke off."""

    code = "T"
    counts = True
    message = _(
        "failure_transient",
        default="The other side could not be reached, or its answer broke off. The system tries again by itself, at growing intervals. If this lasts for more than a day, ask the operators of the other side.",
    )


class RateLimited(Failure):
    """R: the other side wants to be asked later; `not_before` is in UTC."""

    code = "R"
    message = _(
        "failure_rate",
        default="The other side asks to be called less often. The system waits until the time it named. Nothing needs to be done.",
    )

    def __init__(
        self, detail: str = "", *, not_before: datetime, status: int | None = None
    ) -> None:
        super().__init__(detail, status=status)
        self.not_before = not_before


class AuthorityFailure(Failure):
    """A: our access or their certificate was refused; asking on would make it worse."""

    code = "A"
    opens = True
    message = _(
        "failure_authority",
        default="The other side refused our access, its certificate is not valid, or the configuration of our server does not allow its address. The system stops here and tries once an hour. Check the token, the certificates and the allowed hosts in the configuration of the server.",
    )


class TargetRefused(AuthorityFailure):
    """A: our own guard refused the address; nothing was sent."""

    message = _(
        "failure_target",
        default="The server's configuration does not allow this address, or it leads into a forbidden network. Nothing was sent; the system looks again once an hour. Check the address, and the allowed hosts and networks in the configuration of the server.",
    )


class ProtocolFailure(Failure):
    """P: the answer came but is not what the protocol says."""

    code = "P"
    counts = True
    message = _(
        "failure_protocol",
        default="The answer of the other side does not follow the agreed protocol. The system tries once more, then reads the records one by one. If it happens again, send the detail to the operators of the other side.",
    )


class BadResumptionToken(ProtocolFailure):
    """P: the source does not know its own token any more: start at the checkpoint."""


class DataFailure(Failure):
    """D: one record is not usable; `field` names what is wrong if it is known."""

    code = "D"
    message = _(
        "failure_data",
        default="A record is not valid. It is set aside and tried again at growing intervals; everything else goes on. Look at the reason and tell the operators of the other side.",
    )

    def __init__(self, detail: str = "", *, field: str = "") -> None:
        super().__init__(detail)
        self.field = field


IDENTITY = "identity"
CHANGES = "changes"
INVENTORY = "inventory"
SINGLE = "single"
"""Records that are asked for one by one, or set aside."""


class Suspicious(Failure):
    """X: what came is well-formed but too strange to be applied unseen.

    `about` is what an administrator would release: one of those above, or nothing.
    """

    code = "X"
    message = _(
        "failure_suspicious",
        default="What the other side sent looks wrong: unusually many changes, or a different identity. What came before was applied within the limits, this was not, and the system waits. Look at the reason, then release the run or leave it stopped.",
    )

    def __init__(self, detail: str = "", *, about: str = "") -> None:
        super().__init__(detail)
        self.about = about


class SettingFailure(Failure):
    """S: the settings name what the source does not have; the rest of it goes on."""

    code = "S"
    message = _(
        "failure_setting",
        default="The settings of this source name something that it does not have, or that can't be read: a set or a format. Its other sets go on. Test the connection in the settings, which names the sets that it has, and correct the settings.",
    )


class ConcurrencyFailure(Failure):
    """C: somebody else wrote the same, or holds the lease now."""

    code = "C"
    message = _(
        "failure_concurrency",
        default="Somebody else was writing at the same moment. The system does it again by itself. Nothing needs to be done.",
    )


class LocalFailure(Failure):
    """L: our own server lacks something: space, memory, or a setting that makes sense."""

    code = "L"
    message = _(
        "failure_local",
        default="This server lacks disk space or memory, or its configuration has a mistake. All exchange stops and is tried again at the next run. Free space or correct the configuration; the detail names it.",
    )


class Bug(Failure):
    """B: any other exception: our fault, and never reported as that of the other side."""

    code = "B"
    message = _(
        "failure_bug",
        default="The program has a fault. The record concerned is set aside; everything else goes on. Send the entry of the server's log to those who maintain the program.",
    )


@dataclass(frozen=True)
class Problem:
    """Hold what a peer says in problem details (RFC 9457), as plain short text."""

    type: str = ""
    title: str = ""
    detail: str = ""


class PeerRefusal(Failure):
    """N: the peer understood the request and does not do it (4xx).

    `body`, at most 64 KiB, is kept because some OAI-PMH servers send their protocol
    errors with such a status.
    """

    code = "N"
    message = _(
        "failure_refusal",
        default="The other side does not accept this record. It is not sent again unchanged. Read the reason, then correct the text or ask the operators of the other side.",
    )

    def __init__(
        self,
        detail: str = "",
        *,
        status: int,
        problem: Problem | None = None,
        body: bytes = b"",
        media_type: str = "",
    ) -> None:
        super().__init__(detail, status=status)
        self.problem = problem or Problem()
        self.body = body
        self.media_type = media_type


def classify(error: BaseException) -> Failure:
    """Give the failure of any exception; one that is a failure is given back.

    What nobody foresaw is a `Bug` and carries a digest of its traceback instead of its
    text, which may hold anything.
    """
    if isinstance(error, Failure):
        return error
    if isinstance(error, ConflictError):
        return ConcurrencyFailure(type(error).__name__)
    if isinstance(error, InvalidRecord):
        return DataFailure(str(error), field=error.field)
    if isinstance(error, MemoryError):
        return LocalFailure("MemoryError")
    if isinstance(error, OSError) and error.errno in _EXHAUSTED:
        return LocalFailure(error.strerror or errno.errorcode[error.errno])
    return Bug(f"{type(error).__name__} {traceback_digest(error)}")


def traceback_digest(error: BaseException) -> str:
    """Give twelve hex digits that are equal for the same fault at the same place."""
    lines = [type(error).__qualname__]
    for frame in extract_tb(error.__traceback__):
        file = frame.filename.replace("\\", "/").rpartition("/")[2]
        lines.append(f"{file}:{frame.name}:{frame.lineno}")
    return sha256("\n".join(lines).encode()).hexdigest()[:12]
