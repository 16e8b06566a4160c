"""Remind the people of units that have fallen silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.bulk import visible
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.mail.recipients import unit_people
from sonla.pbgdpl.settings.public_address import public_url
from sonla.pbgdpl.units.content import IContributingUnit
from typing import Any

REMINDER = MailKind(
    "reminder",
    subject=_("mail_subject_reminder", default="Reminder to contribute: ${title}"),
    lead=_(
        "mail_lead_reminder",
        default="Your unit has sent nothing for some time. Please contribute news and "
        "documents on legal education.",
    ),
    several=_("mail_subject_several_units", default="${count} units"),
)
MSG_GONE = _(
    "msg_unit_gone", default="The unit no longer exists, or you may not see it."
)
MSG_UNREACHABLE = _(
    "msg_unit_unreachable",
    default="Nobody of this unit has an e-mail address. Enter one for its "
    "members, or add people to its group.",
)


@dataclass(frozen=True)
class Reminded:
    """One result line."""

    title: str
    done: bool
    message: Any


def remind_all(section: Any, uids: Iterable[str], message: str) -> list[Reminded]:
    """Send a reminder to each unit chosen, with one result line a unit."""
    return [remind(section, uid, message) for uid in dict.fromkeys(uids)]


def remind(section: Any, uid: str, message: str) -> Reminded:
    """Hand the mails for the people of one unit to the outbox.

    Only Contributors by a local role on the unit itself are its people; the editors
    of the section are not reminded.
    """
    unit = visible(uid)
    if not IContributingUnit.providedBy(unit) or section_of(unit) != section:
        return Reminded("", False, MSG_GONE)
    reachable = [person for person in unit_people(unit) if person.email]
    if not reachable:
        return Reminded(place_title(unit), False, MSG_UNREACHABLE)
    sender = recipient_of(api.user.get_current().getId()).name
    enqueue(*(reminder(unit, person, sender, message) for person in reachable))
    on_its_way = _(
        "msg_unit_reminded",
        default="A reminder is on its way to ${count} people.",
        mapping={"count": len(reachable)},
    )
    return Reminded(place_title(unit), True, on_its_way)


def reminder(unit: Any, person: Recipient, sender: str, message: str) -> Notice:
    """Write the notice for one person of a unit; `sender` is a name."""
    return Notice(
        kind=REMINDER.name,
        recipient=person,
        title=unit.Title(),
        url=public_url(unit),
        desk_url=public_url(section_of(unit), "@@pbgdpl-review"),
        actor=sender,
        comment=message,
    )
