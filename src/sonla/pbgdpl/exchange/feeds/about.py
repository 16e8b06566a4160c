"""What a feed says of itself: of the section or unit whose texts it has."""

from dataclasses import dataclass
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.exchange.accessors import managing_agency
from sonla.pbgdpl.exchange.field_types import usable
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class About:
    """The facts of a feed."""

    identifier: str
    """The same for the feed and all its archives, wherever they move."""
    title: str
    description: str
    publisher: str
    rights: str
    language: str
    url: str


def about(place: Any) -> About:
    """Describe the feed of a section or unit."""
    return About(
        identifier=UUID(IUUID(place)).urn,
        title=usable(place.Title()),
        description=usable(place.Description()),
        publisher=usable(managing_agency(place)),
        rights=usable(get_settings().reuse_terms or ""),
        language=api.portal.get_default_language(),
        url=public_url(place),
    )
