"""What the catalog knows of activities and courses beyond what it knows of all our content.

When and where are core's own indexes (`start`, `end`), the form stands under
`pbgdpl_kind`. Numbers of people are read from the activities: nobody searches for them.
"""

from datetime import datetime
from plone.indexer import indexer
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.activities.content import ILegalActivity
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.fields import indexed_value
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from typing import Any


def year_of_start(item: Any) -> int | None:
    """Return the year in which something began, by the portal's calendar.

    The report of December is often published in January.
    """
    start = stored_value(item, "start")
    return in_portal_zone(start).year if isinstance(start, datetime) else None


pbgdpl_year = indexer(ILegalActivity)(year_of_start)


# An index of its own: the blocks of the homepage ask for one kind, and no other index could tell
# them apart.
pbgdpl_organiser = indexed_value(ILegalActivity, "organiser_kind")


@indexer(ILegalActivity)
def pbgdpl_refers_to(activity: Any) -> tuple[str, ...]:
    """Index who spoke, by keyed hashes: a search by name must not find who was dismissed."""
    relations = stored_value(activity, "performers") or ()
    people = (one.to_object for one in relations)
    return tuple(keyed_hash(IUUID(one)) for one in people if one is not None)
