"""The tab of the desk for what was fetched from elsewhere."""

from collections.abc import Iterable
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.review.synced import disputes
from sonla.pbgdpl.browser.review.synced import Group
from sonla.pbgdpl.browser.review.synced import groups
from sonla.pbgdpl.browser.review.synced import may_decide_within
from sonla.pbgdpl.browser.review.synced import number_waiting
from sonla.pbgdpl.browser.review.synced import waiting
from sonla.pbgdpl.browser.review.synced import Wanted
from sonla.pbgdpl.core.catalog import Awaking
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.pages.desk_tabs import scope_of
from sonla.pbgdpl.editorial.pages.desk_tabs import Tab
from sonla.pbgdpl.editorial.queries import is_anything_fetched
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

NAME = "synced"
DISPUTES_SHOWN = 20


@implementer(IDeskTab)
class SyncedTab(Tab):
    """List what waits, by source and set; lead to deciding about a whole set."""

    title = _("label_tab_synced", default="Fetched from elsewhere")
    order = 30
    help = _(
        "help_tab_synced",
        default="Texts of other systems that wait for approval, the oldest first. What is declined stays as a draft, and what its source changes has no effect any more; of a public text only the revision is declined.",
    )
    empty = _(
        "msg_nothing_synced", default="Nothing that was fetched waits for approval."
    )
    template = ViewPageTemplateFile("templates/synced.pt")

    def available(self) -> bool:
        """Return whether anything was fetched and the user edits or approves."""
        return (
            super().available()
            and is_anything_fetched()
            and may_decide_within(self.scope)
        )

    @cached_property
    def scope(self) -> list[Any]:
        """The places that the desk covers."""
        return scope_of(self.context)

    @cached_property
    def wanted(self) -> Wanted:
        """Read the filter from the address."""
        return Wanted.of(self.request.form)

    @property
    def parameters(self) -> dict[str, str]:
        """The filter, for the addresses of further pages."""
        found = {"source": self.wanted.source, "set": self.wanted.set_name}
        return {name: value for name, value in found.items() if value}

    def number(self) -> int:
        """Count all that waits, whatever the filter, by the catalog."""
        return number_waiting(self.scope)

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find what is wanted."""
        return Awaking(waiting(scope, self.wanted))

    def head(self) -> str:
        """Show the sources and sets above the list."""
        return self.template()

    # What the template shows

    @cached_property
    def groups(self) -> list[Group]:
        """Sources and sets with their numbers."""
        return groups(waiting(self.scope))

    @property
    def disputes(self) -> list[dict[str, str]]:
        """The texts that wait for a choice between two versions."""
        return [
            {"title": brain.Title, "url": f"{page_url(brain)}/@@pbgdpl-conflict"}
            for brain in islice(disputes(self.scope), DISPUTES_SHOWN)
        ]

    @property
    def desk_url(self) -> str:
        """The address of the tab without a filter."""
        return f"{self.context.absolute_url()}/@@pbgdpl-review?tab={NAME}"

    def filter_url(self, group: Group) -> str:
        """Return the address that shows a group alone."""
        return f"{self.desk_url}&{query_of(group)}"

    def decision_url(self, group: Group) -> str:
        """Return the address at which a whole group is decided about."""
        return f"{self.context.absolute_url()}/@@pbgdpl-review-set?{query_of(group)}"

    def is_open(self, group: Group) -> bool:
        """Return whether a group is shown alone."""
        return (group.source, group.set_name) == (
            self.wanted.source,
            self.wanted.set_name,
        )


def query_of(group: Group) -> str:
    """Write a group as a query."""
    return urlencode({"source": group.source, "set": group.set_name})
