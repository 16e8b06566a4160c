"""Which province a portal is of."""

from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.province.files import NO_PROVINCE
from sonla.pbgdpl.province.interfaces import IProvince
from sonla.pbgdpl.province.interfaces import RECORD
from sonla.pbgdpl.province.interfaces import SHIPPED
from zope.component import queryUtility


def province_name() -> str:
    """Return what the record says; the shipped one where there is no record."""
    registry = queryUtility(IRegistry)
    return (registry.get(RECORD) if registry is not None else None) or SHIPPED


def current_province() -> IProvince:
    """Return the province of this portal; one without a word if nothing here knows its name."""
    return queryUtility(IProvince, province_name(), NO_PROVINCE)
