"""Turn steps of the editorial workflow into notices and content-rule events, with their words.

Core's *Workflow state changed* works with our workflow too. These two know only texts of
the section, and say in one word what an administrator wants to act on.
"""

from collections.abc import Iterable
from plone import api
from plone.stringinterp.adapters import BaseSubstitution
from plone.uuid.interfaces import IUUID
from Products.CMFCore.interfaces import IActionSucceededEvent
from Products.CMFCore.interfaces import IContentish
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial import LAST_STEP_INDEX
from sonla.pbgdpl.editorial import STEPS_INDEX
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.history import named_steps
from sonla.pbgdpl.editorial.history import SUBMITTED
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.editorial.transitions import item_after
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.notice import Recipient
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.mail.recipients import expand
from sonla.pbgdpl.mail.recipients import local_principals
from sonla.pbgdpl.mail.recipients import may_act
from sonla.pbgdpl.mail.recipients import may_view
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from zope.component import adapter
from zope.event import notify
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent


class IContributionEvent(IObjectEvent):
    """A step of the editorial workflow was taken; `object` is the text that remains."""

    action = Attribute("Id of the transition.")
    comment = Attribute("Comment of the step, or an empty string.")


class IContributionWaiting(IContributionEvent):
    """A text waits for an editor or an approver."""


class IContributionDecided(IContributionEvent):
    """A text was approved, returned to its author or withdrawn."""


@implementer(IContributionEvent)
class ContributionEvent(ObjectEvent):
    """Carry the text, the transition and the comment."""

    def __init__(self, text: Any, action: str, comment: str) -> None:
        super().__init__(text)
        self.action = action
        self.comment = comment


@implementer(IContributionWaiting)
class ContributionWaiting(ContributionEvent):
    """A text waits for somebody."""


@implementer(IContributionDecided)
class ContributionDecided(ContributionEvent):
    """A text was decided upon."""


NEXT_STEP = {
    "pending_edit": (EDITOR_ROLE, "forward"),
    "pending_approval": (APPROVER_ROLE, "approve"),
}
"""State → the local role whose holders are told, and the transition they must be able
to make. Managers and Site Administrators may act everywhere and are not told: their
role is not local."""


def next_actors(text: Any, state: str, actor_id: str | None) -> list[Recipient]:
    """List who must act on a text in `state`, without the user who brought it there.

    Only those for whom the transition is really available, guards included, and who
    may see the text: a mail must not tell of what its reader can't open.
    """
    if state not in NEXT_STEP:
        return []
    role, transition = NEXT_STEP[state]
    people = actors(text, (role,), editorial_workflow(), transition)
    return [recipient_of(user_id) for user_id in people if user_id != actor_id]


def actors(
    item: Any, roles: Iterable[str], workflow: DCWorkflowDefinition, transition: str
) -> list[str]:
    """List who holds one of `roles` locally and may make a transition of an item."""
    return [
        user_id
        for user_id in sorted(expand(local_principals(item, roles)))
        if may_act(user_id, item, workflow, transition)
    ]


WAITING_EDIT = MailKind(
    "waiting_edit",
    subject=_("mail_subject_waiting_edit", default="Waiting for editing: ${title}"),
    lead=_(
        "mail_lead_waiting_edit",
        default="Below is what waits for you to edit and forward for approval.",
    ),
)
WAITING_APPROVAL = MailKind(
    "waiting_approval",
    subject=_(
        "mail_subject_waiting_approval", default="Waiting for approval: ${title}"
    ),
    lead=_(
        "mail_lead_waiting_approval",
        default="Below is what was edited and waits for your approval.",
    ),
)
FORWARDED = MailKind(
    "forwarded",
    subject=_("mail_subject_forwarded", default="Forwarded for approval: ${title}"),
    lead=_(
        "mail_lead_forwarded",
        default="Your text was edited and forwarded for approval.",
    ),
)
RETURNED = MailKind(
    "returned",
    subject=_("mail_subject_returned", default="Returned to be completed: ${title}"),
    lead=_(
        "mail_lead_returned",
        default="Your text was returned. Please complete it and send it again.",
    ),
)
RETRACTED = MailKind(
    "retracted",
    subject=_("mail_subject_retracted", default="Taken back: ${title}"),
    lead=_(
        "mail_lead_retracted",
        default="Your text was taken back and is a draft again.",
    ),
)
APPROVED = MailKind(
    "approved",
    subject=_("mail_subject_approved", default="Approved and published: ${title}"),
    lead=_("mail_lead_approved", default="Your text was approved and is public."),
)
WITHDRAWN = MailKind(
    "withdrawn",
    subject=_("mail_subject_withdrawn", default="Withdrawn: ${title}"),
    lead=_(
        "mail_lead_withdrawn",
        default="Your text was withdrawn and is no longer public.",
    ),
)
REOPENED = MailKind(
    "reopened",
    subject=_("mail_subject_reopened", default="Opened for revision: ${title}"),
    lead=_(
        "mail_lead_reopened",
        default="Your withdrawn text was opened again and can be revised.",
    ),
)
WAITING_KINDS = {
    "pending_edit": WAITING_EDIT,
    "pending_approval": WAITING_APPROVAL,
}
AUTHOR_KINDS = {
    "forward": FORWARDED,
    "return_to_author": RETURNED,
    "retract": RETRACTED,
    "approve": APPROVED,
    "withdraw": WITHDRAWN,
    "reopen": REOPENED,
}
DECISIONS = ("approve", "return_to_author", "withdraw")


def step_taken(event: IActionSucceededEvent) -> None:
    """Let people, content rules and the catalog know about one step."""
    if event.workflow.id != EDITORIAL_WORKFLOW:
        return
    text = item_after(event)
    last = last_step(text)
    comment = last.get("comments") or ""
    enqueue_safely(text, lambda: news_of(event, text, last))
    text.reindexObject(idxs=[LAST_STEP_INDEX, STEPS_INDEX])
    if last.get("review_state") in WAITING_KINDS:
        notify(ContributionWaiting(text, event.action, comment))
    elif event.action in DECISIONS:
        notify(ContributionDecided(text, event.action, comment))


def news_of(
    event: IActionSucceededEvent, text: Any, last: dict[str, Any]
) -> list[Notice | DeliveryProblem]:
    """List the notices of one step, as far as the settings want them."""
    if not get_settings().mail_steps:
        return []
    return [*news_for_next(text, last), *news_for_authors(event, text, last)]


def news_for_next(text: Any, last: dict[str, Any]) -> list[Notice | DeliveryProblem]:
    """Return the notices to those who must act next; that there is nobody is the administrator's news."""
    state = last.get("review_state", "")
    if state not in WAITING_KINDS:
        return []
    people = next_actors(text, state, last.get("actor"))
    if not people:
        return [DeliveryProblem("nobody", text.Title(), public_url(text))]
    return [_notice(WAITING_KINDS[state], person, text, last) for person in people]


def news_for_authors(
    event: IActionSucceededEvent, text: Any, last: dict[str, Any]
) -> list[Notice | DeliveryProblem]:
    """Return the notices to the authors of what somebody else did with their text."""
    kind = AUTHOR_KINDS.get(event.action)
    if kind is None:
        return []
    authors = author_ids(text) | revisers(text, last)
    return [
        _notice(kind, recipient_of(user_id), text, last)
        for user_id in sorted(authors - {last.get("actor")})
        if may_view(user_id, text)
    ]


def revisers(text: Any, last: dict[str, Any]) -> set[str]:
    """Name who submitted the revision that was just checked in; else nobody.

    The working copy is gone and its maker with it; its steps stand in the history.
    """
    if not last.get("revision"):
        return set()
    sent = [
        line["actor"]
        for action, line in named_steps(text)
        if line.get("revision") and action == SUBMITTED
    ]
    return set(sent[-1:])


def _notice(
    kind: MailKind, recipient: Recipient, text: Any, last: dict[str, Any]
) -> Notice:
    desk = section_of(text) or api.portal.get()
    actor = last.get("actor")
    return Notice(
        kind=kind.name,
        recipient=recipient,
        title=text.Title(),
        url=public_url(text),
        desk_url=public_url(desk, "@@pbgdpl-review"),
        unit=unit_title(text),
        actor=recipient_of(actor).name if actor else "",
        comment=last.get("comments") or "",
        concerns=IUUID(text),
    )


CATEGORY = _("heading_substitutions", default="Legal education")


@adapter(IContentish)
class CommentSubstitution(BaseSubstitution):
    """Provide the comment of the last step of the editorial workflow."""

    category = CATEGORY
    description = _("label_substitution_comment", default="Comment of the last step")

    def safe_call(self) -> str:
        """Read the history; outside a section there is none."""
        return last_step(self.context).get("comments") or ""


@adapter(IContentish)
class UnitSubstitution(BaseSubstitution):
    """Provide the title of the contributing unit."""

    category = CATEGORY
    description = _("label_substitution_unit", default="Contributing unit")

    def safe_call(self) -> str:
        """Find the unit in whose folder the text stands."""
        return unit_title(self.context)


@adapter(IContentish)
class NextEmailsSubstitution(BaseSubstitution):
    """Provide the addresses of those who must act next, for the recipients of a mail."""

    category = CATEGORY
    description = _(
        "label_substitution_next", default="E-mail addresses of who must act next"
    )

    def safe_call(self) -> str:
        """Join the addresses with commas, as the mail action wants them."""
        state = api.content.get_state(self.context, default="")
        people = next_actors(self.context, state, last_step(self.context).get("actor"))
        return ",".join(person.email for person in people if person.email)
