"""Words for what core's scripts show as it stands: ids of states and types, a column.

The folder contents ask a catalogue that the browser has yet to fetch when the rows are
drawn, so each editor's first page of a day shows ids; the dialogue that chooses content
asks none, nor does the menu of columns for the one that no vocabulary of core names.
"""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.facts import own_workflows
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from zope.i18n import translate
from zope.i18nmessageid import Message

import json

COLUMN = Message("Last comment date", domain="plone")


class CoreWordsViewlet(ConditionalViewlet):
    """Hand the titles of states and types to the script that writes them."""

    def available(self) -> bool:
        """Load for people who are logged in, inside a section."""
        return (
            not self.portal_state.anonymous() and section_of(self.context) is not None
        )

    @property
    def words(self) -> str:
        """The titles as JSON, by ids: those of states, of types, of the column."""
        column = translate(COLUMN, context=self.request)
        return json.dumps(
            {
                "states": dict(self._states()),
                "types": dict(self._types()),
                "columns": {"last_comment_date": column},
            }
        )

    def _states(self) -> Iterator[tuple[str, str]]:
        workflows = api.portal.get_tool("portal_workflow")
        for name in filter(workflows.get, own_workflows()):
            for state in workflows[name].states.objectValues():
                title = Message(state.title, domain="plone")
                yield state.getId(), translate(title, context=self.request)

    def _types(self) -> Iterator[tuple[str, str]]:
        for fti in api.portal.get_tool("portal_types").objectValues():
            yield fti.getId(), translate(fti.Title(), context=self.request)
