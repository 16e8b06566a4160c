"""Which names content in a section may have: none that is the place of something else.

Zope finds what stands in a folder before its pages and before what the folder itself lacks.
So a draft called `index_html` sent all readers of its unit to the login form, one called
`layout` or `default_page` let the unit fail, and one called `atom.xml` took the feed's place.
Plone looks at names that it makes itself, not at those that are sent or typed.
"""

from Acquisition import aq_base
from OFS.interfaces import IObjectWillBeMovedEvent
from plone import api
from plone.app.content.namechooser import NormalizingNameChooser
from plone.dexterity.interfaces import IDexterityContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from typing import Any
from zope.component import adapter
from zope.component import queryMultiAdapter
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message

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
    if request is None:
        return False
    page = queryMultiAdapter((container, request), name=name)
    return any(one.__module__.startswith(PACKAGE) for one in type(page).__mro__)


@adapter(IOwnContent)
class NameChooser(NormalizingNameChooser):
    """Choose names of content by its title, but none that is taken: a number follows then."""

    def _getCheckId(self, obj: Any) -> Any:
        check = super()._getCheckId(obj)

        def check_name(name: str, required: bool) -> Any:
            """Return whether a name can not be had, as core asks."""
            return check(name, required) or is_taken(self.context, name)

        return check_name
