"""What a new day asks for where the portal keeps copies of pages.

Pages tell the validity of documents by the day. But `plone.app.caching` takes a copy for
good as long as the catalog stands still; so once a day the catalog is made to notice that
a day has passed. A portal that keeps no copies isn't written for it.
"""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.homepage.change_counter import bump
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.items import each

CACHING = "plone.caching.interfaces.ICacheSettings.enabled"
ANY_INDEX = "pbgdpl_year"


class ValidityJob(DailyJob):
    """Let copies of pages grow old at midnight."""

    title = _("job_validity", default="Validity of legal documents")
    description = _(
        "job_validity_help",
        default="Lets kept copies of pages grow old at midnight, so that a document counts as in force or expired on the right day. Without it, visitors see yesterday's pages.",
    )
    name = "validity"
    order = 46

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: where copies are kept, in the first run of a day."""
        kept = api.portal.get_registry_record(CACHING, default=False)
        return bool(kept) and super().due(context)

    def work(self, context: JobContext) -> None:
        """Index the sections anew, which changes nothing but the catalog's counter."""
        sections = all_sections()
        each(sections, lambda section: section.reindexObject(idxs=[ANY_INDEX]))
        if sections:
            bump()
