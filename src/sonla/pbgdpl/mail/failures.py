"""What could not be told, for administrators of the portal.

Mail that a server didn't take stands in the queue, with its reason. What has no mail,
such as a step for which nobody holds the role, is kept here, written by the mailer in a
transaction of its own: one entry for each reason and text, with its last time and a
count, and no more than `LIMIT`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from persistent.mapping import PersistentMapping
from sonla.pbgdpl import _
from sonla.pbgdpl.mail.delivery import name_of
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.queue import queue_of
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.mail.failures"
LIMIT = 50
DETAIL_LENGTH = 300

UNQUEUED = "unqueued"
"""Reason of what an error kept from becoming a mail in the queue."""
REASONS = {
    "not_configured": _(
        "msg_mail_not_configured",
        default="The portal's mail settings are incomplete.",
    ),
    "no_address": _("msg_mail_no_address", default="No e-mail address."),
    "bad_address": _(
        "msg_mail_bad_address", default="The e-mail address is malformed."
    ),
    "refused": _("msg_mail_refused", default="The mail server refused the mail."),
    "later": _("msg_mail_later", default="The mail server asked to try again later."),
    "full": _(
        "msg_mail_full",
        default="The queue of mails is full; further mails were not kept.",
    ),
    "server": _("msg_mail_server", default="The mail server can't be reached."),
    "nobody": _(
        "msg_mail_nobody",
        default="Nobody holds the role that must act next on this text.",
    ),
    UNQUEUED: _(
        "msg_mail_unqueued",
        default="An error occurred before the mail was kept: it was not sent.",
    ),
    "error": _("msg_mail_error", default="An error occurred while sending."),
}

SETTINGS = {
    "MailHost": _("msg_mail_no_mail_host", default="The portal has no mail host."),
    "smtp_host": _(
        "msg_mail_no_server", default="No server for outgoing mail is entered."
    ),
    "email_from_address": _(
        "msg_mail_no_sender",
        default="The portal's own e-mail address is missing or malformed.",
    ),
}
"""What of the mail settings is missing, by the name with which it is recorded."""


def detail_in_words(reason: str, detail: str) -> Any:
    """Return what is recorded beside a reason as people read it; a server's words stay."""
    return SETTINGS.get(detail, detail) if reason == "not_configured" else detail


@dataclass(frozen=True)
class MailFailure:
    """One line for the administrator; `last` is in UTC."""

    reason: str
    about: str
    detail: str
    last: datetime
    count: int

    @property
    def message(self) -> Any:
        """The reason in words."""
        return REASONS.get(self.reason, self.reason)

    @property
    def more(self) -> Any:
        """What is recorded beside the reason."""
        return detail_in_words(self.reason, self.detail)


def remember(site: Any, problems: Iterable[DeliveryProblem]) -> None:
    """Add problems to the record of the portal; the oldest entries make room."""
    kept = IAnnotations(site).setdefault(KEY, PersistentMapping())
    for problem in problems:
        key = (problem.reason, problem.about)
        count = kept[key]["count"] + 1 if key in kept else 1
        kept[key] = {
            "detail": problem.detail[:DETAIL_LENGTH],
            "last": datetime.now(UTC),
            "count": count,
        }
    surplus = sorted(kept, key=lambda key: kept[key]["last"])[
        : max(len(kept) - LIMIT, 0)
    ]
    for key in surplus:
        del kept[key]


def recorded(site: Any) -> list[MailFailure]:
    """List what is recorded, the newest first."""
    kept = IAnnotations(site).get(KEY, {})
    found = [MailFailure(*key, **values) for key, values in kept.items()]
    return sorted(found, key=lambda failure: failure.last, reverse=True)


def problems(site: Any) -> list[MailFailure]:
    """List what is recorded and what stands in the queue with a reason, the newest first."""
    queue = queue_of(site)
    found: dict[tuple[str, str], MailFailure] = {}
    for _key, mail in queue.items() if queue is not None else ():
        if mail.reason:
            about = name_of(mail)
            before = found.get((mail.reason, about))
            count = before.count + 1 if before else 1
            found[mail.reason, about] = MailFailure(
                mail.reason, about, mail.detail, mail.created, count
            )
    both = [*recorded(site), *found.values()]
    return sorted(both, key=lambda failure: failure.last, reverse=True)


def lost(site: Any) -> list[MailFailure]:
    """List what an error kept out of the queue, until somebody has seen it."""
    return [one for one in recorded(site) if one.reason == UNQUEUED]


def forget(site: Any) -> None:
    """Drop the record: the administrator has seen it, or the add-on goes."""
    IAnnotations(site).pop(KEY, None)
