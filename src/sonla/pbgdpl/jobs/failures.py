"""Sort everything that can go wrong in a run into classes with one reaction each.

The runner, the journal and the pages speak of the same ones; packages above add theirs. A
class says by `message` what happened, what the system does by itself and what the
operator should do; the `detail` of an instance, a message with what stands in it, is for
the journal and never holds a secret, a query string or text of another side as markup.
What came from outside, or is for maintainers alone, is plain text.
"""

from hashlib import sha256
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.interfaces import IFailureClass
from sonla.pbgdpl.jobs.secrets import cleaned
from sonla.pbgdpl.jobs.secrets import harmless
from traceback import extract_tb
from typing import ClassVar
from ZODB.POSException import ConflictError
from zope.component import queryAdapter
from zope.i18n import translate
from zope.i18nmessageid import Message

import errno
import re

MAX_DETAIL = 300
"""Characters of a detail: the journal is bounded."""
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+"
)
_EXHAUSTED = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
}


def plain(text: str, limit: int = MAX_DETAIL) -> str:
    """Return remote text without control, bidi, zero-width and half characters, at most `limit`."""
    return _CONTROL.sub(" ", text[: limit * 4]).strip()[:limit]


def in_english(detail: str) -> str:
    """Return a detail for the log."""
    return str(translate(detail, target_language="en"))


class Failure(Exception):
    """The base of all classes; raise one of the subclasses."""

    code: ClassVar[str]
    """One letter, stable: it is stored in the journal."""
    message: ClassVar[Message]
    counts: ClassVar[bool] = False
    """Whether the breaker counts it."""
    opens: ClassVar[bool] = False
    """Whether the breaker opens at the first one."""

    def __init__(self, detail: str = "", *, status: int | None = None) -> None:
        self.detail = cleaned(detail, lambda text: plain(harmless(text)))
        self.status = status
        super().__init__(self.detail)

    def __str__(self) -> str:
        return f"{self.code}: {in_english(self.detail)}" if self.detail else self.code


class TransientFailure(Failure):
    """T: the line or the server was down, or the answer broke off."""

    code = "T"
    counts = True
    message = _(
        "failure_transient",
        default="The other side could not be reached, or its answer broke off. The system tries again by itself, at growing intervals. If this lasts for more than a day, ask the operators of the other side.",
    )


class ConcurrencyFailure(Failure):
    """C: somebody else wrote the same, or holds the lease now."""

    code = "C"
    message = _(
        "failure_concurrency",
        default="Somebody else was writing at the same moment. The system does it again by itself. Nothing needs to be done.",
    )


class LocalFailure(Failure):
    """L: our own server lacks something: space or memory."""

    code = "L"
    message = _(
        "failure_local",
        default="This server lacks disk space or memory. All jobs stop and are tried again at the next run. Free space; the detail names what is lacking.",
    )


class ConfigurationFailure(LocalFailure):
    """K: our configuration has a mistake, which concerns only those who need it.

    As no other side is to blame, records aren't quarantined for it.
    """

    code = "K"
    message = _(
        "failure_configuration",
        default="The configuration of this portal or server has a mistake, which the detail names. This job is tried again at the next run; the others go on. Correct the configuration.",
    )


class Bug(Failure):
    """B: any other exception: our fault, and never reported as that of the other side."""

    code = "B"
    message = _(
        "failure_bug",
        default="The program has a fault. The record concerned is set aside; everything else goes on. Send the entry of the server's log to those who maintain the program.",
    )


def classify(error: BaseException) -> Failure:
    """Return the failure of any exception; one that is a failure is given back.

    A package whose exceptions are of a known class registers an `IFailureClass` for them.
    What nobody foresaw is a `Bug` and carries a digest of its traceback instead of its
    text, which may hold anything.
    """
    if isinstance(error, Failure):
        return error
    if isinstance(error, ConflictError):
        return ConcurrencyFailure(type(error).__name__)
    registered = queryAdapter(error, IFailureClass)
    if registered is not None:
        return registered
    if isinstance(error, MemoryError):
        return LocalFailure("MemoryError")
    if isinstance(error, OSError) and error.errno in _EXHAUSTED:
        return LocalFailure(error.strerror or errno.errorcode[error.errno])
    return Bug(f"{type(error).__name__} {traceback_digest(error)}")


def traceback_digest(error: BaseException) -> str:
    """Return twelve hex digits that are equal for the same fault at the same place."""
    lines = [type(error).__qualname__]
    for frame in extract_tb(error.__traceback__):
        file = frame.filename.replace("\\", "/").rpartition("/")[2]
        lines.append(f"{file}:{frame.name}:{frame.lineno}")
    return sha256("\n".join(lines).encode()).hexdigest()[:12]
