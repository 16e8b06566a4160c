"""People who were sent for recognition: at the desk, and the form of their steps."""

from collections.abc import Iterable
from collections.abc import Sequence
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.bulk import MSG_NOT_NOW
from sonla.pbgdpl.editorial.history import last_action
from sonla.pbgdpl.editorial.history import waiting_since
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.pages.desk_tabs import Tab
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.editorial.queries import own_unpublished
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.rules import DRAFT
from sonla.pbgdpl.people.rules import SUBMITTED
from sonla.pbgdpl.people.workflow import is_taken_in
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(IDeskTab)
class PeopleTab(Tab):
    """List who waits to be taken into the register, and who came back to the user."""

    title = _("label_tab_people", default="People to be recognised")
    order = 12
    help = _(
        "help_tab_people",
        default="People whom units have sent for the register, the longest wait first, and those of yours that came back. Nobody of them is public.",
    )
    empty = _("msg_no_people_wait", default="Nobody waits for the register.")

    def available(self) -> bool:
        """Return whether there is anybody to look at."""
        return super().available() and bool(self.waiting)

    def number(self) -> int:
        """Count them."""
        return len(self.waiting)

    def texts(self) -> Sequence[Any]:
        """List them, found once."""
        return self.waiting

    @cached_property
    def waiting(self) -> Sequence[Any]:
        """Who waits."""
        return super().texts()

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find who was sent and not accepted, as far as the user sees them, then their own."""
        scope = list(scope)
        catalog = api.portal.get_tool("portal_catalog")
        sent = catalog.searchResults(
            path=[path_of(place) for place in scope],
            portal_type=list(PERSON_TYPES),
            review_state=SUBMITTED,
            show_inactive=True,
        )
        own = own_unpublished(scope, (DRAFT,), portal_type=list(PERSON_TYPES))
        found = [
            *(one for one in load_objects(sent) if not is_taken_in(one)),
            *(
                one
                for one in load_objects(own)
                if last_action(one) == "return_to_author"
            ),
        ]
        return sorted(found, key=waiting_since)


class PersonTransition(StepForm):
    """Ask for the comment of a step of a person, as for one of a text."""

    workflow_id = REGISTRY_WORKFLOW
    not_now = MSG_NOT_NOW

    @property
    def done(self) -> Message:
        """The state in which the entry is now."""
        return _(
            "msg_person_step_done",
            default="“${person}” is now: ${state}.",
            mapping={
                "person": self.context.Title(),
                "state": translate(self.state, context=self.request),
            },
        )
