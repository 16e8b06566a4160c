"""The classes of failures that only the exchange knows, beside those of `jobs.failures`.

Together they are those of the failure taxonomy of the exchange profile: the runner, the
breaker, the journal and the pages speak of the same ones.
"""

from dataclasses import dataclass
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.interfaces import IFailureClass
from zope.component import adapter
from zope.interface import implementer


class SettingFailure(Failure):
    """S: the settings name what the source does not have; the rest of it goes on."""

    code = "S"
    message = _(
        "failure_setting",
        default="The settings of this source name something that it does not have, or that can't be read: a set or a format. Its other sets go on. Test the connection in the settings, which names the sets that it has, and correct the settings.",
    )


class OptionMissing(ConfigurationFailure):
    """K: options of this machine are not set, without which the partner can't be asked."""

    def __init__(self, *options: str) -> None:
        super().__init__(
            _(
                "detail_option_missing",
                default="The configuration of the server lacks: ${options}.",
                mapping={"options": ", ".join(options)},
            )
        )
        self.options = options


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


class ResumptionTokenExpired(ProtocolFailure):
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
"""Records that are asked for one by one, or quarantined."""


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


@dataclass(frozen=True)
class ProblemDetails:
    """What a peer says in problem details (RFC 9457), as plain short text."""

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
        problem: ProblemDetails | None = None,
        body: bytes = b"",
        media_type: str = "",
    ) -> None:
        super().__init__(detail, status=status)
        self.problem = problem or ProblemDetails()
        self.body = body
        self.media_type = media_type


@implementer(IFailureClass)
@adapter(InvalidRecord)
def failure_of_record(error: InvalidRecord) -> DataFailure:
    """Return the failure of a record that is not valid."""
    return DataFailure(error.words, field=error.field)


RECORD_FAULTS = (ProtocolFailure, TransientFailure, PeerRefusal, DataFailure)
"""Failures that may be of the record asked for; others end the reading."""
