"""A public page about a section, wherever it was asked for."""

from AccessControl.PermissionRole import rolesForPermissionOn
from AccessControl.Permissions import view as View
from plone.base.interfaces.siteroot import IPloneSiteRoot
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.section import section_brains
from sonla.pbgdpl.editorial.effective_dates import is_embargoed_by_date
from sonla.pbgdpl.ui.interfaces import ITitledPage
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zope.interface import implementer


class ISectionPage(ITitledPage):
    """Mark a public page about a section: it carries the section's menu and imprint."""


@implementer(ISectionPage)
class SectionPage(Page, Mixin):
    """Stand in the portal's only section also at the address on the site root.

    There core would draw the page as one of the portal: without the section's menu, its
    imprint and its name above the page. With several sections the page is about all of
    them and stays where it was asked for.
    """

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(place_of_page(context), request)


def place_of_page(context: Any) -> Any:
    """Return the only section for the site root, if everybody may see it; else `context`."""
    if not IPloneSiteRoot.providedBy(context):
        return context
    brains = section_brains()
    if len(brains) != 1:
        return context
    section = get_object(brains[0])
    return section if is_open(section) else context


def is_open(section: Any) -> bool:
    """Return whether everybody may see a section now.

    Not whether the visitor may: pages are made before the server knows who asks.
    """
    return "Anonymous" in rolesForPermissionOn(
        View, section
    ) and not is_embargoed_by_date(section)
