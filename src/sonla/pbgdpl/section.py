"""Where an item stands: its section, its unit, and the sections of a portal."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from plone import api
from sonla.pbgdpl.config import SECTION_TYPE
from sonla.pbgdpl.content.contributing_unit import IContributingUnit
from sonla.pbgdpl.interfaces import ISectionRoot
from typing import Any
from zope.interface import Interface


def section_of(context: Any) -> Any | None:
    """Find the section that `context` is or stands in; None outside of all."""
    return closest(context, ISectionRoot)


def unit_of(context: Any) -> Any | None:
    """Find the contributing unit that `context` is or stands in."""
    return closest(context, IContributingUnit)


def closest(context: Any, interface: type[Interface]) -> Any | None:
    """Find the nearest of `context` and its containers that provides `interface`."""
    for parent in aq_chain(aq_inner(context)):
        if interface.providedBy(parent):
            return parent
    return None


def all_sections() -> list[Any]:
    """List every section of the portal by path, whoever asks.

    For subscribers and installers. In order, so that the first one is the same one
    before and after an uninstallation.
    """
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(portal_type=SECTION_TYPE)
    ordered = sorted(brains, key=lambda brain: brain.getPath())
    return [brain._unrestrictedGetObject() for brain in ordered]
