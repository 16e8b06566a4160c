"""What a new day asks for where the portal keeps copies of pages.

Pages tell the validity of documents by the day. But `plone.app.caching` takes a copy for
good as long as the catalog stands still; so once a day the catalog is made to notice that
a day has passed. A portal that keeps no copies isn't written for it.
"""

from plone import api
from sonla.pbgdpl.jobs.base import DailyWork
from sonla.pbgdpl.jobs.context import TickContext
from sonla.pbgdpl.portlets.changes import bump
from sonla.pbgdpl.section import all_sections

CACHING = "plone.caching.interfaces.ICacheSettings.enabled"
ANY_INDEX = "pbgdpl_year"


class ValidityWork(DailyWork):
    """Let copies of pages grow old at midnight."""

    name = "validity"
    order = 46

    def due(self, context: TickContext) -> bool:
        """Be due where copies are kept, in the first run of a day."""
        kept = api.portal.get_registry_record(CACHING, default=False)
        return bool(kept) and super().due(context)

    def work(self, context: TickContext) -> None:
        """Index the sections anew, which changes nothing but the catalog's counter."""
        sections = all_sections()
        for section in sections:
            section.reindexObject(idxs=[ANY_INDEX])
        if sections:
            bump()
