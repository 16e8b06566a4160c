"""From 1000 to 1010: materials can be filtered by their publishers."""

from plone import api
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.materials import MATERIAL_TYPE
from sonla.pbgdpl.materials import PUBLISHER_INDEX
from typing import Any


def index_publishers(setup: Any) -> None:
    """Fill the new index with what is there already."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(portal_type=MATERIAL_TYPE)
    for path in with_savepoints([brain.getPath() for brain in brains]):
        material = catalog.resolve_path(path)
        if material is not None:
            catalog.catalog_object(
                material, path, idxs=[PUBLISHER_INDEX], update_metadata=0
            )
