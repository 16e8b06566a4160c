"""Mail about people who were sent for recognition: to who decides, then to who sent them."""

from AccessControl.PermissionRole import rolesForPermissionOn
from plone import api
from Products.CMFCore.interfaces import IActionSucceededEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.mail import actors
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.mail.recipients import may_view
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any

SEVERAL_PEOPLE = _("mail_subject_several_people", default="${count} people")
PERSON_WAITING = MailKind(
    "person_waiting",
    subject=_("mail_subject_person_waiting", default="To be recognised: ${title}"),
    lead=_(
        "mail_lead_person_waiting",
        default="Below is who was sent for the register and waits for you to accept the "
        "entry, or to return it with a comment.",
    ),
    several=SEVERAL_PEOPLE,
)
PERSON_ACCEPTED = MailKind(
    "person_accepted",
    subject=_("mail_subject_person_accepted", default="Accepted: ${title}"),
    lead=_(
        "mail_lead_person_accepted",
        default="The entry below was accepted. The person is public from the first day of "
        "the recognition on.",
    ),
    several=SEVERAL_PEOPLE,
)
PERSON_RETURNED = MailKind(
    "person_returned",
    subject=_("mail_subject_person_returned", default="Returned: ${title}"),
    lead=_(
        "mail_lead_person_returned",
        default="The entry below was returned. Please correct it as the comment says and "
        "send it again.",
    ),
    several=SEVERAL_PEOPLE,
)
SENDER_KINDS = {
    "recognise": PERSON_ACCEPTED,
    "accept": PERSON_ACCEPTED,
    "return_to_author": PERSON_RETURNED,
}


def step_taken(event: IActionSucceededEvent) -> None:
    """Post the mails of one step of a person, as far as the settings want them."""
    if event.workflow.getId() == REGISTRY_WORKFLOW:
        if IRegisteredPerson.providedBy(event.object):
            enqueue_safely(event.object, lambda: news_of(event.object, event.action))


def news_of(person: Any, action: str) -> list[Notice | DeliveryProblem]:
    """List the mails of one step."""
    if not get_settings().mail_steps:
        return []
    if action == "submit":
        return news_for_keepers(person)
    kind = SENDER_KINDS.get(action)
    return news_for_senders(person, kind) if kind else []


def news_for_keepers(person: Any) -> list[Notice | DeliveryProblem]:
    """Return the notices to who may accept; that there is nobody is the administrator's news."""
    workflow = api.portal.get_tool("portal_workflow")[REGISTRY_WORKFLOW]
    roles = set(rolesForPermissionOn(MANAGE_REGISTRY, person)).difference(
        ADMINISTRATORS
    )
    people = actors(person, roles, workflow, "recognise")
    if not people:
        return [DeliveryProblem("nobody", person.Title(), public_url(person))]
    return notices(PERSON_WAITING, person, set(people))


def news_for_senders(person: Any, kind: MailKind) -> list[Notice | DeliveryProblem]:
    """Return the notices to who entered and who sent a person."""
    steps = history_of(person, REGISTRY_WORKFLOW)
    sent = {line["actor"] for line in steps if line.get("action") == "submit"}
    seeing = {one for one in sent | author_ids(person) if may_view(one, person)}
    return notices(kind, person, seeing)


def notices(
    kind: MailKind, person: Any, user_ids: set[str]
) -> list[Notice | DeliveryProblem]:
    """Write one notice to each, but for who took the step."""
    last = last_step(person, REGISTRY_WORKFLOW)
    actor = last.get("actor")
    desk = section_of(person) or api.portal.get()
    return [
        Notice(
            kind=kind.name,
            recipient=recipient_of(user_id),
            title=person.Title(),
            url=public_url(person),
            desk_url=public_url(desk, "@@pbgdpl-review?tab=people"),
            unit=unit_title(person),
            actor=recipient_of(actor).name if actor else "",
            comment=last.get("comments") or "",
        )
        for user_id in sorted(user_ids - {actor})
    ]
