"""The ways from a section's or unit's page to its activities, and to their quick form."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.access import entering_places
from sonla.pbgdpl.activities.access import may_enter
from sonla.pbgdpl.activities.pages.listing import ActivitiesView
from sonla.pbgdpl.ui.section_pages import link_to_list
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages

LEAD = _(
    "help_activities",
    default="What was held where, for whom, and how many came.",
)
ENTER = _("button_enter_activity", default="Enter an activity")


class ActivityPages(SectionPages):
    """Lead to the list of activities."""

    order = 60

    def links(self) -> Iterator[PageLink]:
        """Yield the list, if an activity is published."""
        return link_to_list(
            self.place,
            ActivitiesView.name,
            ActivitiesView.page_title,
            LEAD,
            portal_type=ACTIVITY_TYPE,
            review_state="published",
        )


class UnitActivityPages(ActivityPages):
    """Lead to the activities of a unit, and to the form for those who write there."""

    def actions(self) -> Iterator[PageLink]:
        """Yield the quick form, for those who may add activities to this unit."""
        if may_enter(self.place):
            for place in entering_places(self.place):
                yield PageLink(place["url"], api.portal.translate(ENTER), primary=True)
