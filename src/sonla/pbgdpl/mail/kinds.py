"""The kinds of mail: each subject registers what its own say, see `IMailKind`.

Mail waits in a queue, so that it may outlive the subject that wrote it: a kind that nobody
registers any more is sent with general words, and never dropped.
"""

from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.mail.interfaces import IMailKind
from sonla.pbgdpl.mail.traces import MailTrace
from typing import Any
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.interface import implementer

SEVERAL = _("mail_subject_several", default="${count} texts")
DESK = _("mail_desk", default="Your approval desk: ${url}")


@implementer(IMailKind)
@dataclass(frozen=True)
class MailKind:
    """What the mails of one kind say; by default of texts, and of the desk."""

    name: str
    subject: Message
    lead: Message
    several: Message = SEVERAL
    desk: Message = DESK
    belongs_to: str = ""
    """The option without which none is sent."""


GENERAL = MailKind(
    "",
    subject=_("mail_subject_other", default="Notice: ${title}"),
    lead=_("mail_lead_other", default="Below is what there is to be told."),
)
"""Stands where nobody registers a kind."""


def mail_line(trace: MailTrace) -> dict[str, Any]:
    """Return what a list shows of a mail that was sent, or was not."""
    subject = Message(kind_of(trace.kind).subject, mapping={"title": "…"})
    return {
        "when": format_moment(trace.at),
        "subject": subject,
        "words": trace.words,
    }


def kind_of(name: str) -> IMailKind:
    """Return the kind of that name, the general one where there is none."""
    return queryUtility(IMailKind, name, default=GENERAL)
