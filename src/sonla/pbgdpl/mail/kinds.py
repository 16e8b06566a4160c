"""The kinds of mail: each subject registers what its own say, see `IMailKind`.

Mail waits in a queue, so that it may outlive the subject that wrote it: a kind that nobody
registers any more is sent with general words, and never dropped.
"""

from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.mail.interfaces import IMailKind
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


GENERAL = MailKind(
    "",
    subject=_("mail_subject_other", default="Notice: ${title}"),
    lead=_("mail_lead_other", default="Below is what there is to be told."),
)
"""Stands where nobody registers a kind."""


def kind_of(name: str) -> IMailKind:
    """Return the kind of that name, the general one where there is none."""
    return queryUtility(IMailKind, name, default=GENERAL)
