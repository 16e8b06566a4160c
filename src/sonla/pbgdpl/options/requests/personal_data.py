"""What is kept of who asks for a reporter, and of reporters who must not be introduced."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import ContentStore
from sonla.pbgdpl.options.requests import bars
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests.content import IReporterRequest
from sonla.pbgdpl.options.requests.jobs import erase_on_request
from sonla.pbgdpl.options.requests.privacy import CONTACT_FIELDS
from sonla.pbgdpl.options.requests.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.people.personal_data import RowsOfPeople
from sonla.pbgdpl.questions.covering import CONFIRMED
from sonla.pbgdpl.questions.covering import COVERED


class Requests(ContentStore):
    """Requests for a reporter: how who asks is reached, and who was assigned.

    Erasing leaves the request with the agency that asked.
    """

    title = _("store_requests", default="Requests for legal reporters")
    covers = (REQUEST_TYPE,)
    fields = (
        *("organisation", "location", "details", "assignments"),
        *(COVERED, CONFIRMED),
        *PROTECTED_FIELDS,
    )
    schema = IReporterRequest
    correctable = CONTACT_FIELDS

    def erase(self, key: str) -> bool:
        """Forget how who asks is reached, with comments and mails that wait."""
        return erase_on_request(self.item(key))


BARS = RowsOfPeople(bars.KEY, _("store_bars", default="Bars of people of the register"))
