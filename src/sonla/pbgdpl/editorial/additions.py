"""What may come into a section, by each way in: form, REST, paste, move and code.

A closed unit takes nothing new, a section takes no section, a revision no contents. What
other add-ons' types follow is not our chain: in a section only administrators bring such
items. Texts of the portal's own types would stand beside ours in none of their lists, so that
they are for administrators, too, unless a setting allows them.

Nor may anything take a name that is the place of something else.

Zope finds what stands in a folder before its pages and before what the folder itself lacks.
So a draft called `index_html` sent all readers of its unit to the login form, one called
`layout` or `default_page` let the unit fail, and one called `atom.xml` took the feed's
place. Plone looks at names that it makes itself, not at those that are sent or typed.
"""

from Acquisition import aq_base
from collections.abc import Container
from datetime import date
from OFS.interfaces import IObjectWillBeMovedEvent
from plone import api
from plone.app.content.namechooser import NormalizingNameChooser
from plone.app.iterate.interfaces import IWorkingCopy
from plone.dexterity.interfaces import IAddBegunEvent
from plone.dexterity.interfaces import IDexterityContent
from Products.CMFCore.interfaces import IFolderish
from Products.CMFCore.namespace import AddViewTraverser
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.options import type_rests
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.types import is_type_with
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.states import walk
from sonla.pbgdpl.settings.getters import get_settings
from typing import Any
from z3c.form.interfaces import IAddForm
from z3c.form.validator import InvariantsValidator
from zope.component import adapter
from zope.component import getSiteManager
from zope.component import queryMultiAdapter
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import providedBy
from zope.interface.interfaces import IInterface
from zope.traversing.interfaces import TraversalError


def is_closed(unit: Any, day: date | None = None) -> bool:
    """Return whether a unit is closed on a day, None for today."""
    closed_on = getattr(unit, "closed_on", None)
    return closed_on is not None and closed_on <= (day or today())


def closed_unit(container: Any) -> Any | None:
    """Find the closed unit that a container is or stands in."""
    unit = unit_of(container)
    return unit if unit is not None and is_closed(unit) else None


def closed_message(unit: Any) -> Message:
    """Return since when a unit is closed."""
    return _(
        "msg_unit_closed",
        default="${unit} is closed since ${date}: nothing can be added here any more.",
        mapping={"unit": unit.title, "date": format_day(unit.closed_on)},
    )


MSG_SECTION_INSIDE = _(
    "msg_section_inside",
    default="A section can't stand in another section.",
)
MSG_FOREIGN_TYPE = _(
    "msg_guest_type",
    default="Content of this type doesn't go through the approval of this section. "
    "An administrator can add it here.",
)

MSG_STOCK = _(
    "msg_stock_type",
    default="Content of this type stands in no list of the section. Add a text of the section's own types, such as news, or let an administrator allow the portal's types in the settings.",
)

MSG_IN_REVISION = _(
    "msg_addition_in_revision",
    default="This is a revision of a public text, which takes no contents. Add them to the public text itself.",
)

MSG_OPTION_OFF = _(
    "msg_option_off",
    default="What this belongs to is switched off in this portal: what is there stays, and nothing new can be added. An administrator switches it on under “Functions”.",
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


@adapter(IFolderish, IBrowserLayer)
class AddForms(AddViewTraverser):
    """Find no add form of a type whose option is off, as no other page of it is found."""

    def traverse(self, name: str, ignored: Any) -> Any:
        """Return the form of a type; raise TraversalError where there is none."""
        if type_rests(name):
            raise TraversalError(self.context, name)
        return super().traverse(name, ignored)


def refuse_form(container: Any, event: IAddBegunEvent) -> None:
    """Refuse the add form of a closed unit before anybody types into it."""
    unit = closed_unit(container)
    if unit is not None:
        raise AdditionRefused(closed_message(unit), container)


def why_not_here(
    container: Any, portal_type: str, origin: Any | None = None
) -> Message | None:
    """Return why an item of a type may not come from `origin` to a place; None if it may."""
    if origin is None and type_rests(portal_type):
        return MSG_OPTION_OFF
    unit = closed_unit(container)
    if unit is not None and not is_type_with("is_due_after_closing", portal_type):
        return closed_message(unit)
    section = section_of(container)
    if section is None:
        return None
    if IWorkingCopy.providedBy(container):
        return MSG_IN_REVISION
    if portal_type == SECTION_TYPE:
        return MSG_SECTION_INSIDE
    if aq_base(section_of(origin)) is aq_base(section) or may_add_foreign_types(
        container
    ):
        return None
    if chain_in_section(portal_type) is None:
        return MSG_FOREIGN_TYPE
    return MSG_STOCK if is_unwanted_stock(portal_type) else None


def chain_in_section(portal_type: str) -> tuple[str, ...] | None:
    """Return the chain of a type by the policy of sections; None for one that it leaves alone."""
    tool = api.portal.get_tool("portal_placeful_workflow")
    policy = tool.getWorkflowPolicyById(WORKFLOW_POLICY)
    return () if policy is None else policy.getChainFor(portal_type)


def is_unwanted_stock(portal_type: str) -> bool:
    """Return whether it is a type of the portal for texts, and these are switched off here.

    Files and images are no texts: they come with one.
    """
    return (
        not get_settings().stock_types
        and not is_type_with("is_own", portal_type)
        and EDITORIAL_WORKFLOW in (chain_in_section(portal_type) or ())
    )


def is_offered(place: Any, portal_type: str) -> bool:
    """Return whether the menu *Add* of a place in a section has a type.

    Without the setting administrators find the portal's types outside of units alone, where
    they build the section.
    """
    if is_type_with("is_own", portal_type):
        return not type_rests(portal_type)
    if get_settings().stock_types:
        return True
    return unit_of(place) is None and may_add_foreign_types(place)


def may_add_foreign_types(container: Any) -> bool:
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
        if section_of(self.view.context) is None:
            return errors
        schemas = [field.interface for field in self.view.fields.values()]
        if self.schema is not schemas[0]:
            return errors
        portal_type = getattr(self.view, "portal_type", "")
        reason = why_not_here(self.view.context, portal_type)
        return errors if reason is None else (*errors, Invalid(reason))


PACKAGE = "sonla.pbgdpl."
DEFAULT_PAGES = "plone.default_page"
"""Record with the names that Plone shows in the place of a folder."""
ASKED_OF_FOLDERS = frozenset(
    """
    .wf_policy_config constrain_types_mode default_page immediately_addable_types layout
    locally_allowed_types main_template standard_error_message VirtualHostBase
    VirtualHostRoot
    """.split()
)
"""What Plone and Zope read of a folder that may have none, and what means something in addresses."""


def refused_name(name: str) -> Message:
    """Return what somebody who sends such a name is told."""
    return _(
        "msg_name_taken",
        default="The name “${name}” is that of a page of this place. Choose another one.",
        mapping={"name": name},
    )


def refuse_name(obj: Any, event: IObjectWillBeMovedEvent) -> None:
    """Refuse an item that comes into a section, or is renamed there, by such a name."""
    container, name = event.newParent, event.newName
    if container is None or aq_base(obj) is not aq_base(event.object):
        return
    if container is event.oldParent and name == event.oldName:
        return
    if not IDexterityContent.providedBy(obj) or section_of(container) is None:
        return
    if is_taken(container, name):
        raise AdditionRefused(refused_name(name), container)


def is_taken(container: Any, name: str) -> bool:
    """Return whether a name means something else in a folder, such as a page of ours."""
    pages = api.portal.get_registry_record(DEFAULT_PAGES, default=None) or ()
    if name in ASKED_OF_FOLDERS or name in pages:
        return True
    request = getRequest()
    if request is None or name not in page_names(container, request):
        return False
    page = queryMultiAdapter((container, request), name=name)
    return any(one.__module__.startswith(PACKAGE) for one in type(page).__mro__)


def page_names(container: Any, request: Any) -> Container[str]:
    """Return the names of what is registered for a place, pages among them.

    All are looked up together and kept by the registry, whereas each name that is none
    of them would be looked for through all that both provide.
    """
    both = providedBy(container), providedBy(request)
    return dict(getSiteManager().adapters.lookupAll(both, Interface))


@adapter(IOwnContent)
class NameChooser(NormalizingNameChooser):
    """Choose names of content by its title, but none that is taken: a number follows then."""

    def _getCheckId(self, obj: Any) -> Any:
        check = super()._getCheckId(obj)

        def check_name(name: str, required: bool) -> Any:
            """Return whether a name can not be had, as core asks."""
            return check(name, required) or is_taken(self.context, name)

        return check_name
