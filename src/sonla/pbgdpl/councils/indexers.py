"""What the catalog knows of councils beyond what it knows of all our content."""

from plone.indexer import indexer
from sonla.pbgdpl.core.fields import indexed_value
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.councils.interfaces import ICouncil
from typing import Any


@indexer(ICouncil)
def pbgdpl_territory(council: Any) -> tuple[str, ...]:
    """Index the unit whose council it is."""
    return tuple(filter(None, [stored_value(council, "unit")]))


@indexer(ICouncil)
def pbgdpl_level(council: Any) -> tuple[str, ...]:
    """Index the level: lists of councils have the province first."""
    return tuple(filter(None, [stored_value(council, "level")]))


# The standing agency answers for the council.
pbgdpl_agency = indexed_value(ICouncil, "standing_agency")
