"""The type, what other code must know of it, and how it is searched and counted."""

from collections.abc import Iterator
from datetime import datetime
from leaflets import LEAFLET_TYPE
from plone.app.textfield import RichText
from plone.dexterity.content import Item
from plone.supermodel import model
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.statistics.counter import entries
from sonla.pbgdpl.statistics.interfaces import ICountable
from sonla.pbgdpl.statistics.interfaces import ICounter
from typing import ClassVar
from zope import schema
from zope.component import adapter
from zope.interface import implementer

FACTS = ContentTypeFacts(
    order=65,
    chain=EDITORIAL_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="files",
    is_own=True,
    is_text=True,
    follows_unit=True,
    is_listed_in_unit=True,
    is_contribution=True,
    body_fields=("text", "inside"),
)


class ILeaflet(model.Schema, IOwnContent):
    """Describe a leaflet."""

    searchable("printer")
    printer = schema.TextLine(title="Nhà in", required=False)
    inside = RichText(title="Trang trong", required=False)
    copies = schema.Int(title="Số bản in", required=False)
    printed = schema.Datetime(title="Ngày in", required=False)


@implementer(ILeaflet)
class Leaflet(Item):
    """A leaflet."""


RECORD = RecordType(
    name="leaflet",
    title="Tờ rơi",
    portal_types=(LEAFLET_TYPE,),
    accessors={**COMMON, "publisher": AttributeAccessor("printer")},
    schema_org=lambda record: "CreativeWork",
)


@implementer(ICounter)
class LeafletCounter:
    """Count leaflets and their copies."""

    title = "Tờ rơi"
    measure_titles: ClassVar = {"leaflets": "số tờ rơi", "copies": "số bản"}

    def facts(self):
        return ("printer",)

    def values(self):
        return {}

    def measures(self):
        return ("leaflets", "copies")

    def entries(self, scope):
        return entries("leaflets", scope)


@implementer(ICountable)
@adapter(ILeaflet)
class CountableLeaflet:
    """What one leaflet adds."""

    subject = "leaflets"

    def __init__(self, leaflet):
        self.facts = (leaflet.printer or "",)
        self.amounts = (1, leaflet.copies or 0)
        self.moment: datetime | None = leaflet.printed


class PrinterCheck(Check):
    """Find leaflets that name no printer."""

    title = "Tờ rơi thiếu nhà in"
    portal_types = (LEAFLET_TYPE,)

    def missing(self, text) -> list[str]:
        return [] if text.printer else [self.title]


def all_leaflets(portal) -> Iterator[str]:
    """Yield the titles of all leaflets."""
    found = portal.portal_catalog.unrestrictedSearchResults(portal_type=LEAFLET_TYPE)
    return (brain.Title for brain in found)
