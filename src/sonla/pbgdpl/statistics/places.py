"""The places that statistics tell apart: units, and sections for what stands outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.paths import paths_above
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.core.vietnamese.names import title_order
from typing import Any


@dataclass(frozen=True)
class ReportingPlace:
    """A unit, or a section as the place of what stands in none of its units."""

    uid: str
    path: str
    title: str
    is_unit: bool


def places_below(context: Any) -> dict[str, ReportingPlace]:
    """Map the UIDs of the places in or below a unit, a section or the portal.

    In the order of their titles, sections last; metadata alone is read.
    """
    unit = unit_of(context)
    if unit is not None:
        place = place_at(unit, True)
        return {place.uid: place}
    section = section_of(context)
    sections = [section] if section is not None else all_sections()
    if not sections:
        return {}
    brains = api.content.find(
        unrestricted=True,
        portal_type=UNIT_TYPE,
        path=[path_of(one) for one in sections],
    )
    units = [ReportingPlace(one.UID, one.getPath(), one.Title, True) for one in brains]
    units.sort(key=lambda place: title_order(place.title))
    found = [*units, *(place_at(one, False) for one in sections)]
    return {place.uid: place for place in found}


def place_at(item: Any, is_unit: bool) -> ReportingPlace:
    """Describe a unit or a section."""
    return ReportingPlace(IUUID(item), path_of(item), item.Title(), is_unit)


def place_of(item: Any) -> str:
    """Return the UID of the unit in which an item stands, else of the section; or ''."""
    place = unit_of(item)
    if place is None:
        place = section_of(item)
    return "" if place is None else IUUID(place) or ""


def nearest(path: str, by_path: Mapping[str, str]) -> str:
    """Return the UID of the place nearest above a path; '' where there is none."""
    return next((by_path[one] for one in paths_above(path) if one in by_path), "")
