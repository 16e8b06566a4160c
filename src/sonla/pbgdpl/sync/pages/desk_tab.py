"""What was fetched from elsewhere and waits for a decision, by source and set.

The tab of the desk for what was fetched from elsewhere.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from plone import api
from plone.uuid.interfaces import IUUID
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.catalog import LazyObjects
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_CHECK
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.pages.desk_tabs import Tab
from sonla.pbgdpl.editorial.query import is_anything_fetched
from sonla.pbgdpl.editorial.states import PENDING
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.exchange.record_types import type_named
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.sources import title_of
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message
from zope.interface import implementer


@dataclass(frozen=True)
class HarvestedGroup:
    """How many texts of a source, or of one of its sets, wait."""

    source: str
    set_name: str
    number: int

    @property
    def title(self) -> str:
        """The source."""
        return title_of(self.source)

    @property
    def words(self) -> Message | str:
        """What the set holds."""
        return set_words(self.set_name)


@dataclass(frozen=True)
class Selection:
    """Narrow down to a source, and to one of its sets; empty stands for all."""

    source: str = ""
    set_name: str = ""

    @classmethod
    def of(cls, form: Any) -> "Selection":
        """Read what an address or a form says."""
        return cls(str(form.get("source", "")), str(form.get("set", "")))

    def admits(self, found: tuple[str, Binding] | None) -> bool:
        """Return whether something of a source is wanted."""
        if not self.source:
            return True
        if found is None or found[0] != self.source:
            return False
        return not self.set_name or self.set_name in found[1].sets


def set_words(name: str) -> Message | str:
    """Call a set by the kind that it holds, as `type:news`; of others the name is all."""
    kind = type_named(name.removeprefix("type:"))
    return name if kind is None else kind.title


def waiting(scope: Iterable[Any], wanted: Selection = Selection()) -> list[Any]:
    """List brains of what waits below `scope` and the user may see, the oldest first."""
    brains = _waiting(scope, sort_on="created")
    if not wanted.source:
        return list(brains)
    store = store_of(api.portal.get())
    return [brain for brain in brains if wanted.admits(binding_of(store, brain))]


def groups(brains: Iterable[Any]) -> list[HarvestedGroup]:
    """Count brains by source, and by source and set, in alphabetical order."""
    store = store_of(api.portal.get())
    numbers: Counter[tuple[str, str]] = Counter()
    for brain in brains:
        found = binding_of(store, brain)
        if found is not None:
            source, binding = found
            numbers.update((source, name) for name in ("", *binding.sets))
    return [
        HarvestedGroup(source, set_name, number)
        for (source, set_name), number in sorted(numbers.items())
    ]


def binding_of(store: SyncStore, brain: Any) -> tuple[str, Binding] | None:
    """Find source and identity of a brain's item; of a revision those of its text."""
    found = store.find_by_uid(brain.UID)
    if found is None:
        item = item_of(brain)
        text = baseline_of(item) if item is not None else None
        found = store.find_by_uid(IUUID(text)) if text is not None else None
    return (found[0], found[2]) if found is not None else None


def open_conflicts(scope: Iterable[Any]) -> Iterator[Any]:
    """Yield the brains of texts below `scope` that wait for a choice between versions."""
    uids = list(store_of(api.portal.get()).conflicts)
    if not uids:
        return iter(())
    paths = [path_of(place) for place in scope]
    return iter(api.content.find(UID=uids, path=paths, show_inactive=True))


def _waiting(scope: Iterable[Any], **sorting: str) -> Sequence[Any]:
    catalog = api.portal.get_tool("portal_catalog")
    return catalog.searchResults(
        path=[path_of(place) for place in scope],
        review_state=list(PENDING),
        object_provides=IHarvested.__identifier__,
        show_inactive=True,
        **sorting,
    )


NAME = "synced"
MAX_CONFLICTS_SHOWN = 20


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
    template = ViewPageTemplateFile("templates/harvested_tab.pt")

    def available(self) -> bool:
        """Return whether anything was fetched and the user edits or approves."""
        return (
            super().available()
            and is_anything_fetched()
            and any(map(may_decide, self.scope))
        )

    @cached_property
    def wanted(self) -> Selection:
        """The filter from the address."""
        return Selection.of(self.request.form)

    @property
    def parameters(self) -> dict[str, str]:
        """The filter, for the addresses of further pages."""
        found = {"source": self.wanted.source, "set": self.wanted.set_name}
        return {name: value for name, value in found.items() if value}

    def number(self) -> int:
        """Count all that waits, whatever the filter, by the catalog."""
        return len(_waiting(self.scope))

    def lines(self) -> Iterator[DeskLine]:
        """Yield one line apart from the others for all that waits: it has no day."""
        if self.available() and (number := self.number()):
            title = _(
                "label_desk_synced",
                default="Fetched from elsewhere: ${number}, without a day and not counted above.",
                mapping={"number": number},
            )
            yield DeskLine(title, self.desk_url, VERB_CHECK, is_apart=True)

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        return LazyObjects(waiting(scope, self.wanted))

    def head(self) -> str:
        """Show the sources and sets above the list."""
        return self.template()

    # What the template shows

    @cached_property
    def groups(self) -> list[HarvestedGroup]:
        """Sources and sets with their numbers."""
        return groups(waiting(self.scope))

    @property
    def open_conflicts(self) -> list[dict[str, str]]:
        """The texts that wait for a choice between two versions."""
        return [
            {"title": brain.Title, "url": f"{page_url(brain)}/@@pbgdpl-conflict"}
            for brain in islice(open_conflicts(self.scope), MAX_CONFLICTS_SHOWN)
        ]

    @property
    def desk_url(self) -> str:
        """The address of the tab without a filter."""
        return f"{self.context.absolute_url()}/@@pbgdpl-review?tab={NAME}"

    def filter_url(self, group: HarvestedGroup) -> str:
        """Return the address that shows a group alone."""
        query = urlencode({"source": group.source, "set": group.set_name})
        return f"{self.desk_url}&{query}"

    def is_open(self, group: HarvestedGroup) -> bool:
        """Return whether a group is shown alone."""
        return (group.source, group.set_name) == (
            self.wanted.source,
            self.wanted.set_name,
        )
