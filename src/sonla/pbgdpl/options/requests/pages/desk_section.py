"""The requests with which the user could take the next step, at the approval desk."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.waiting import indexed_day
from sonla.pbgdpl.editorial.waiting import waiting_by_role
from sonla.pbgdpl.options.requests import DUE_INDEX
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests import REQUEST_WORKFLOW
from sonla.pbgdpl.options.requests.pages.listing import TITLE
from sonla.pbgdpl.options.requests.pages.person import assigns
from sonla.pbgdpl.options.requests.rules import ACCEPTED
from sonla.pbgdpl.options.requests.rules import NEW
from sonla.pbgdpl.ui.section_pages import PageLink

VERBS = {
    NEW: _("verb_accept", default="Accept"),
    ACCEPTED: _("verb_note", default="Note what was held"),
}


class RequestsSection(DeskSection):
    """Lead to the requests at which something is to be done, at the approval desk."""

    belongs_to = REQUESTS
    order = 35

    def lines(self) -> Iterator[DeskLine]:
        """Yield the requests with which the user could take the next step, by the catalog."""
        for section in self.sections:
            url = f"{section.absolute_url()}/@@pbgdpl-requests"
            found = waiting_by_role(
                [section], REQUEST_WORKFLOW, VERBS, portal_type=REQUEST_TYPE
            )
            for brain in found:
                day = indexed_day(brain, DUE_INDEX)
                yield self.line(brain, VERBS[brain.review_state], day, url)

    def tools(self) -> Iterator[PageLink]:
        """Yield the lists of requests, for those who introduce speakers."""
        for section in filter(assigns, self.sections):
            yield self.tool(section, "pbgdpl-requests", TITLE)
