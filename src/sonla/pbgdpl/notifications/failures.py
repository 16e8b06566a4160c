"""What could not be sent, kept on the portal for whoever administers it.

Written by the postman in a transaction of its own, hours of failures included: one
entry a person and reason, with its last time and a count, and no more than `LIMIT`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from persistent.mapping import PersistentMapping
from sonla.pbgdpl import _
from sonla.pbgdpl.notifications.notice import Problem
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.notifications.failures"
LIMIT = 50
DETAIL_LENGTH = 300

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
    "server": _("msg_mail_server", default="The mail server can't be reached."),
    "nobody": _(
        "msg_mail_nobody",
        default="Nobody holds the role that must act next on this text.",
    ),
    "error": _("msg_mail_error", default="An error occurred while sending."),
}


@dataclass(frozen=True)
class Failure:
    """Hold one line for the administrator; `last` is in UTC."""

    reason: str
    about: str
    detail: str
    last: datetime
    count: int

    @property
    def message(self) -> Any:
        """Say the reason in words."""
        return REASONS.get(self.reason, self.reason)


def remember(site: Any, problems: Iterable[Problem]) -> None:
    """Add problems to the record of the portal; the oldest entries make room."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = PersistentMapping()
    kept = annotations[KEY]
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


def recorded(site: Any) -> list[Failure]:
    """List what is recorded, the newest first."""
    kept = IAnnotations(site).get(KEY, {})
    found = [Failure(*key, **values) for key, values in kept.items()]
    return sorted(found, key=lambda failure: failure.last, reverse=True)


def forget(site: Any) -> None:
    """Drop the record: the administrator has seen it, or the add-on goes."""
    IAnnotations(site).pop(KEY, None)
