"""People who were sent for recognition: at the desk, and the form of their steps."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.bulk import MSG_NOT_NOW
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_APPROVE
from sonla.pbgdpl.editorial.history import last_action
from sonla.pbgdpl.editorial.history import waiting_since
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.pages.desk_tabs import Tab
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.editorial.query import open_transitions
from sonla.pbgdpl.editorial.query import own_unpublished
from sonla.pbgdpl.editorial.waiting import waiting_by_role
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.pages.decision_form import TITLE
from sonla.pbgdpl.people.pages.listing import ReportersView
from sonla.pbgdpl.people.rules import DRAFT
from sonla.pbgdpl.people.rules import SUBMITTED
from sonla.pbgdpl.people.workflow import is_keeper
from sonla.pbgdpl.people.workflow import is_taken_in
from sonla.pbgdpl.ui.section_pages import PageLink
from typing import Any
from zope.interface import implementer


@implementer(IDeskTab)
class PeopleTab(Tab):
    """List who waits to be taken into the register, and who came back to the user."""

    name = "people"
    title = _("label_tab_people", default="People to be recognised")
    order = 12
    help = _(
        "help_tab_people",
        default="People whom units have sent for the register, the longest wait first, and those of yours that came back. Nobody of them is public.",
    )
    empty = _("msg_no_people_wait", default="Nobody waits for the register.")

    def available(self) -> bool:
        """Return whether there is anybody to look at."""
        return super().available() and bool(self.listed)

    def number(self) -> int:
        """Count them."""
        return len(self.listed)

    def lines(self) -> Iterable[DeskLine]:
        """Yield whom the user could accept, and who came back to them."""
        sent = waiting_by_role(
            self.scope, REGISTRY_WORKFLOW, (SUBMITTED,), portal_type=list(PERSON_TYPES)
        )
        for brain in filter(is_undecided, sent):
            yield self.waiting_line(brain, VERB_APPROVE)
        for person in returned(self.scope) if self.scope else ():
            yield self.returned_line(person)

    def tools(self) -> Iterator[PageLink]:
        """Yield the register and the form for decisions, for those who keep it."""
        for section in filter(is_keeper, self.sections):
            yield self.tool(section, ReportersView.name, ReportersView.page_title)
            yield self.tool(section, "register-decision", TITLE)

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
        others = (
            one
            for one in load_objects(filter(is_undecided, sent))
            if not is_only_mine(one)
        )
        return sorted([*others, *returned(scope)], key=waiting_since)


@implementer(IDeskTab)
class SentPeopleTab(PeopleTab):
    """List whom the user has sent, and others have yet to accept."""

    title = _("label_tab_sent_people", default="People sent by me")
    order = 21
    help = _(
        "help_tab_sent_people",
        default="People whom you have sent for the register and whom nobody has accepted yet. Take one back to correct it.",
    )
    empty = _("msg_no_sent_people", default="Nobody whom you have sent waits.")

    def lines(self) -> Iterable[DeskLine]:
        """Return nothing: they wait for others."""
        return ()

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find the user's own who were sent, the longest wait first."""
        sent = own_unpublished(
            list(scope), (SUBMITTED,), portal_type=list(PERSON_TYPES)
        )
        mine = filter(is_only_mine, load_objects(filter(is_undecided, sent)))
        return sorted(mine, key=waiting_since)


def is_only_mine(person: Any) -> bool:
    """Return whether the user has sent somebody and can do nothing but take them back."""
    return open_transitions(person) == {"retract"}


def is_undecided(brain: Any) -> bool:
    """Return whether somebody who was sent is still to be accepted.

    Only who begins on a day to come was perhaps accepted already: others are not loaded.
    """
    index = find_index(api.portal.get_tool("portal_catalog"), NEXT_CHANGE_INDEX)
    if index is not None and not index.getEntryForObject(brain.getRID()):
        return True
    person = item_of(brain)
    return person is not None and not is_taken_in(person)


def returned(scope: Iterable[Any]) -> Iterator[Any]:
    """Yield the entries of the user that came back to them."""
    own = own_unpublished(list(scope), (DRAFT,), portal_type=list(PERSON_TYPES))
    return (one for one in load_objects(own) if last_action(one) == "return_to_author")


class PersonTransition(StepForm):
    """Ask for the comment of a step of a person, as for one of a text."""

    workflow_id = REGISTRY_WORKFLOW
    not_now = MSG_NOT_NOW
