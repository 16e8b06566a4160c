"""Mail to the office about texts that are to be checked again."""

from collections.abc import Iterable
from collections.abc import Iterator
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.mail.recipients import local_principals
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any

TO_CHECK = MailKind(
    "text_to_check",
    subject=_("mail_subject_review", default="To be checked again: ${title}"),
    lead=_(
        "mail_lead_review",
        default="The texts below are shown with the notice that they are being checked: "
        "their day has come, or the law has changed. Please compare them with the law in force.",
    ),
    several=_(
        "mail_subject_several_reviews", default="${count} texts to be checked again"
    ),
)


def notices(texts: Iterable[Any]) -> Iterator[Notice]:
    """Yield the notices to those who edit and approve in the section of each text."""
    for text in texts:
        section = section_of(text)
        if section is None:
            continue
        office = local_principals(section, (EDITOR_ROLE, APPROVER_ROLE))
        for user_id in sorted(expand(office)):
            yield Notice(
                kind=TO_CHECK.name,
                recipient=recipient_of(user_id),
                title=text.Title(),
                url=public_url(text),
                desk_url=public_url(section, "@@pbgdpl-review"),
                unit=unit_title(text),
                concerns=IUUID(text),
            )
