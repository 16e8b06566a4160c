"""What became of mails, for whoever is asked whether somebody was told: sent, or why not.

No address stands here and no text. Written by the mailer in transactions of its own, so
that no visitor's save waits for it. The oldest make room, of what was sent and of the rest
apart: a flood of forms, of which little is sent, must not push out what was. Why something
was not to be told is noted where a subject says so (`NotSent`), as questions do.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.mail.notice import NotSent
from sonla.pbgdpl.mail.queue import QueuedMail
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.i18nmessageid import Message

import logging
import secrets

logger = logging.getLogger(__name__)
KEY = "sonla.pbgdpl.mail.traces"
KEY_OF_REST = f"{KEY}.rest"
KEPT = 500
SAID_LENGTH = 200
"""Characters of a server's answer that are kept."""
GIVEN_UP = _(
    "mail_trace_given_up",
    default="Not sent, after many attempts. Tell whom it was for by telephone or letter if it is urgent; an administrator sees why on the page of mails, and sends it again there.",
)

SENT, ON_DISK, JOINED, OFF = "sent", "on_disk", "joined", "off"
OUTCOMES = {
    SENT: _("mail_trace_sent", default="Taken by ${host}"),
    ON_DISK: _("mail_trace_on_disk", default="Put on the mail host's disk to be sent"),
    JOINED: _("mail_trace_joined", default="Told in one mail together with others"),
    "no_address": _("msg_mail_no_address", default="No e-mail address."),
    "bad_address": _(
        "msg_mail_bad_address", default="The e-mail address is malformed."
    ),
    "refused": _(
        "mail_trace_refused",
        default="Refused by the mail server: ${said}. See whether the address is right, and tell whom it was for by telephone or letter; an administrator sends it again on the page of mails.",
    ),
    **dict.fromkeys(("later", "server", "error", "not_configured"), GIVEN_UP),
    OFF: _(
        "mail_trace_off", default="Not sent: mails of this kind are off in the settings"
    ),
    "none_left": _(
        "mail_trace_none_left", default="Not sent: no e-mail address was left"
    ),
    "merged": _(
        "mail_trace_merged",
        default="Not sent yet: the question was merged, and the answer is not public",
    ),
    "unproved": _(
        "mail_trace_unproved",
        default="Not sent: the form came without the proof that keeps machines out",
    ),
}
"""What became of a mail → what is told of it."""


class MailTrace(NamedTuple):
    """What became of one mail; stored as a plain tuple."""

    at: datetime
    kind: str
    key: str
    about: tuple[str, ...]
    """UIDs of what it was about, where its notices name that."""
    outcome: str
    host: str = ""
    """The server that took it, or what the one said that refused it."""

    @property
    def words(self) -> Any:
        """What became of it."""
        known = OUTCOMES.get(self.outcome, self.outcome)
        return Message(known, mapping={"host": self.host, "said": self.host})


FAILED = frozenset(("no_address", "bad_address", "refused", "later", "server", "error"))
"""Outcomes of mails that should have reached somebody, and did not."""


def trace_of(key: str, mail: QueuedMail, outcome: str, host: str = "") -> MailTrace:
    """Return what became of a mail of the queue."""
    return MailTrace(utc_now(), mail.kind, key, mail.concerns, outcome, host)


def trace_of_unsent(item: NotSent) -> MailTrace:
    """Return that something was not to be told by mail."""
    return MailTrace(utc_now(), item.kind, "", (item.about,), item.reason)


def note(site: Any, traces: Iterable[MailTrace]) -> None:
    """Keep traces and log them; the oldest make room."""
    for trace in traces:
        ring = KEY if trace.outcome in (SENT, ON_DISK) else KEY_OF_REST
        kept = IAnnotations(site).setdefault(ring, OOBTree())
        kept[f"{trace.at.isoformat()} {secrets.token_hex(4)}"] = tuple(trace)
        _at, kind, key, about, outcome, host = trace
        logger.info("%s %s %s about=%s %s", outcome, kind, key, ",".join(about), host)
        while len(kept) > KEPT:
            del kept[kept.minKey()]


def newest_traces(site: Any, about: str = "") -> Iterator[MailTrace]:
    """Yield what became of mails, the newest first; of those about one item if it is named."""
    stored = IAnnotations(site)
    kept = {**stored.get(KEY, {}), **stored.get(KEY_OF_REST, {})}
    for key in sorted(kept, reverse=True):
        trace = MailTrace(*kept[key])
        if not about or about in trace.about:
            yield trace


def forget(site: Any) -> None:
    """Remove all of it: the add-on goes."""
    for key in (KEY, KEY_OF_REST):
        IAnnotations(site).pop(key, None)
