"""What may come into a section, by each way in: form, REST, paste, move and code.

A closed unit takes nothing new, a section takes no section, a revision no contents. What
other add-ons' types follow is not our chain: in a section only administrators bring such
items.
"""

from Acquisition import aq_base
from OFS.interfaces import IObjectWillBeMovedEvent
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.dexterity.interfaces import IAddBegunEvent
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from sonla.pbgdpl.editorial.closed_units import closed_message
from sonla.pbgdpl.editorial.closed_units import closed_unit
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.states import walk
from typing import Any
from z3c.form.interfaces import IAddForm
from z3c.form.validator import InvariantsValidator
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface.interfaces import IInterface

MSG_SECTION_INSIDE = _(
    "msg_section_inside",
    default="A section can't stand in another section.",
)
MSG_GUEST = _(
    "msg_guest_type",
    default="Content of this type doesn't go through the approval of this section. "
    "An administrator can add it here.",
)

MSG_IN_REVISION = _(
    "msg_addition_in_revision",
    default="This is a revision of a public text, which takes no contents. Add them to the public text itself.",
)


def refuse_addition(obj: Any, event: IObjectWillBeMovedEvent) -> None:
    """Refuse what may not come into a place, be it inside of what is moved.

    Somebody who catches the error (core's paste does) goes on with an item that has stayed
    where it was, so it is indexed again: it may have been unindexed before this.
    """
    container = event.newParent
    if container is None or container is event.oldParent:
        return
    if not IDexterityContent.providedBy(obj):
        return
    reason = why_not_here(container, obj.portal_type, event.oldParent)
    if reason is None:
        return
    if event.oldParent is not None:
        for item in walk(event.object):
            item.reindexObject()
    raise AdditionRefused(reason, container)


def refuse_form(container: Any, event: IAddBegunEvent) -> None:
    """Refuse the add form of a closed unit before anybody types into it."""
    unit = closed_unit(container)
    if unit is not None:
        raise AdditionRefused(closed_message(unit), container)


def why_not_here(
    container: Any, portal_type: str, origin: Any | None = None
) -> Message | None:
    """Return why an item of a type may not come from `origin` to a place; None if it may."""
    unit = closed_unit(container)
    if unit is not None:
        return closed_message(unit)
    section = section_of(container)
    if section is None:
        return None
    if IWorkingCopy.providedBy(container):
        return MSG_IN_REVISION
    if portal_type == SECTION_TYPE:
        return MSG_SECTION_INSIDE
    if is_guest(portal_type) and aq_base(section_of(origin)) is not aq_base(section):
        return None if may_bring_guests(container) else MSG_GUEST
    return None


def is_guest(portal_type: str) -> bool:
    """Return whether a type is bound to no chain by the policy of sections."""
    tool = api.portal.get_tool("portal_placeful_workflow")
    policy = tool.getWorkflowPolicyById(WORKFLOW_POLICY)
    return policy is not None and policy.getChainFor(portal_type) is None


def may_bring_guests(container: Any) -> bool:
    """Return whether the user decides about items that our chain doesn't hold.

    Code that acts as nobody (scripts, upgrades) is not held up.
    """
    return api.user.is_anonymous() or api.user.has_permission(
        MANAGE_SETTINGS, obj=container
    )


@adapter(Interface, IBrowserLayer, IAddForm, IInterface, Interface)
class AdditionValidator(InvariantsValidator):
    """Refuse, in the form itself, what may not come here (any more).

    What was typed stays in the form and can be copied elsewhere.
    """

    def validate(self, data: dict[str, Any]) -> tuple[Invalid, ...]:
        """Add the reason to the errors of the first schema of the form.

        A form is validated schema by schema, with the container as its context.
        """
        errors = super().validate(data)
        schemas = [field.interface for field in self.view.fields.values()]
        if self.schema is not schemas[0]:
            return errors
        portal_type = getattr(self.view, "portal_type", "")
        reason = why_not_here(self.view.context, portal_type)
        return errors if reason is None else (*errors, Invalid(reason))
