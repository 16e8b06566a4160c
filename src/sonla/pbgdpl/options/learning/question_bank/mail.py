"""Mail about questions of banks: to those who approve, and to the author of what was returned.

Nothing of a question stands in a mail: who reads along must not know what will be asked.
"""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.editorial.authorship import author_ids
from sonla.pbgdpl.editorial.mail import actors
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.mail.kinds import MailKind
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.notice import Notice
from sonla.pbgdpl.mail.outbox import current_outbox
from sonla.pbgdpl.mail.outbox import enqueue_safely
from sonla.pbgdpl.mail.recipients import may_view
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.options.learning.question_bank import BANK_WORKFLOW
from sonla.pbgdpl.options.learning.question_bank import SUBMITTED
from sonla.pbgdpl.options.learning.question_bank.content import IQuestionBank
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any

WAITING = MailKind(
    "bank_waiting",
    subject=_(
        "mail_subject_bank_waiting", default="Questions wait for approval: ${title}"
    ),
    lead=_(
        "mail_lead_bank_waiting",
        default="Below is the bank whose questions wait for your approval.",
    ),
    belongs_to=LEARNING,
)
RETURNED = MailKind(
    "bank_returned",
    subject=_("mail_subject_bank_returned", default="Questions returned: ${title}"),
    lead=_(
        "mail_lead_bank_returned",
        default="Questions of yours were returned. Please complete them and send them again.",
    ),
    belongs_to=LEARNING,
)


def notify_of_step(item: Any, action: str) -> None:
    """Post what a step of a question or a bank means for others, as the settings want it."""
    bank, last = bank_of(item), last_step(item, BANK_WORKFLOW)
    if not get_settings().mail_steps:
        return
    if action == "submit":
        enqueue_safely(bank, lambda: to_approvers(bank, item, last))
    elif action == "return_to_author":
        enqueue_safely(bank, lambda: to_authors(bank, item, last))


def to_approvers(
    bank: Any, item: Any, last: dict[str, Any]
) -> list[Notice | DeliveryProblem]:
    """Return the notices to those who approve: one a bank, however many are sent at once."""
    if is_notified(WAITING, bank):
        return []
    workflow = api.portal.get_tool("portal_workflow")[BANK_WORKFLOW]
    people = actors(item, (APPROVER_ROLE,), workflow, "approve")
    others = [one for one in people if one != last.get("actor")]
    if not others:
        problem = DeliveryProblem("nobody", bank.Title(), public_url(bank))
        return [] if problem in current_outbox().items else [problem]
    return [notice(WAITING, bank, one, last) for one in others]


def to_authors(bank: Any, item: Any, last: dict[str, Any]) -> Iterator[Notice]:
    """Yield the notices to the authors of what somebody else returned: one a bank."""
    for user_id in sorted(author_ids(item) - {last.get("actor")}):
        if may_view(user_id, bank) and not is_notified(RETURNED, bank, user_id):
            yield notice(RETURNED, bank, user_id, last)


def notice(kind: MailKind, bank: Any, user_id: str, last: dict[str, Any]) -> Notice:
    """Return the notice to one person about questions of a bank."""
    actor = last.get("actor")
    url = public_url(bank)
    return Notice(
        kind=kind.name,
        recipient=recipient_of(user_id),
        title=bank.Title(),
        url=f"{url}?state={SUBMITTED}" if kind is WAITING else url,
        desk_url=public_url(section_of(bank) or api.portal.get(), "@@pbgdpl-review"),
        unit=unit_title(bank),
        actor=recipient_of(actor).name if actor else "",
        comment=last.get("comments") or "",
        about=bank.UID(),
    )


def is_notified(kind: MailKind, bank: Any, user_id: str = "") -> bool:
    """Return whether this transaction posts such a notice already, to somebody or to anybody."""
    return any(
        isinstance(one, Notice)
        and (one.kind, one.about) == (kind.name, bank.UID())
        and user_id in ("", one.recipient.user_id)
        for one in current_outbox().items
    )


def bank_of(item: Any) -> Any:
    """Return the bank of a question; a bank itself."""
    return item if IQuestionBank.providedBy(item) else item.__parent__
