"""What the catalog knows of materials alone."""

from plone.indexer import indexer
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.materials.content import IEducationMaterial
from typing import Any


@indexer(IEducationMaterial)
def pbgdpl_publisher(material: Any) -> str | None:
    """Index the publisher as it is written, spaces aside.

    No token: publishers all over the country are nobody's list. Who types a name in two
    ways sees both in the filter.
    """
    return " ".join((stored_value(material, "publisher") or "").split()) or None
