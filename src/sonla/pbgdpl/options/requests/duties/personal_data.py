"""Requests that somebody be dismissed, and who noted the yearly notices of communes."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.options.requests.duties import dismissals
from sonla.pbgdpl.options.requests.duties import notices
from sonla.pbgdpl.people.personal_data import RowsOfPeople

DISMISSALS = RowsOfPeople(
    dismissals.KEY, _("store_dismissals", default="Requests for dismissal")
)
NOTICES = JournalStore(
    notices.KEY, _("store_criteria_notices", default="Yearly notices of communes")
)
