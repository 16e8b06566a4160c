"""What was fetched from elsewhere and waits for a decision, by source and set.

The tab of the desk for what was fetched from elsewhere.
"""

from AccessControl import Unauthorized
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from plone import api
from plone.protect import CheckAuthenticator
from plone.uuid.interfaces import IUUID
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.catalog import LazyObjects
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial.bulk import perform
from sonla.pbgdpl.editorial.bulk import TransitionOutcome
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.pages.desk_tabs import scope_of
from sonla.pbgdpl.editorial.pages.desk_tabs import Tab
from sonla.pbgdpl.editorial.query import is_anything_fetched
from sonla.pbgdpl.editorial.states import PENDING
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.exchange.record_types import type_named
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.harvest.declining import DECLINING_TRANSITION
from sonla.pbgdpl.sync.sources import title_of
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message
from zope.interface import implementer

import time


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
    def scope(self) -> list[Any]:
        """The places that the desk covers."""
        return scope_of(self.context)

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

    def waiting(self) -> int:
        """Count all that waits, for those who get the tab."""
        return self.number() if self.available() else 0

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
        return f"{self.desk_url}&{query_of(group)}"

    def decision_url(self, group: HarvestedGroup) -> str:
        """Return the address at which a whole group is decided about."""
        return f"{self.context.absolute_url()}/@@pbgdpl-review-set?{query_of(group)}"

    def is_open(self, group: HarvestedGroup) -> bool:
        """Return whether a group is shown alone."""
        return (group.source, group.set_name) == (
            self.wanted.source,
            self.wanted.set_name,
        )


def query_of(group: HarvestedGroup) -> str:
    """Write a group as a query."""
    return urlencode({"source": group.source, "set": group.set_name})


SECONDS = 10.0
"""Then the page answers, with a button to go on: nobody waits in front of a white page,
and editors who save meanwhile rarely conflict."""
APPROVE = "approve"


@implementer(INamedDraft)
class SetDecision(Page, BrowserView):
    """Approve or decline, as many as there is time for, each with its own outcome."""

    page_title = _("heading_review_set", default="Decide about a whole set")
    parts = ViewPageTemplateFile("../../editorial/pages/templates/parts.pt")
    error: Message | None = None

    def __call__(self) -> str:
        """Decide when a button was pressed; show what is left."""
        if not any(map(may_decide, scope_of(self.context))):
            raise Unauthorized("Only editors and approvers decide.")
        if not self.wanted.source:
            self.request.response.redirect(self.desk_url)
            return ""
        self.hide_columns()
        self.outcomes: list[TransitionOutcome] = []
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.process_form()
        return self.index()

    @cached_property
    def wanted(self) -> Selection:
        """The selection that is decided about."""
        return Selection.of(self.request.form)

    @property
    def comment(self) -> str:
        return str(self.request.form.get("comment", "")).strip()

    @property
    def decision(self) -> str:
        """The transition asked for; empty for none."""
        asked = [
            name
            for name in (APPROVE, DECLINING_TRANSITION)
            if name in self.request.form
        ]
        return asked[0] if asked else ""

    @property
    def refused_before(self) -> int:
        """The number of what earlier steps of this decision could not do, and stands first."""
        return parse_int(self.request.form.get("refused"), 0)

    def process_form(self) -> None:
        """Decide about one after the other until the time is up."""
        if self.decision == DECLINING_TRANSITION and not self.comment:
            self.error = _(
                "msg_comment_to_decline",
                default="Write a comment first: why is it declined?",
            )
            return
        end = time.monotonic() + SECONDS
        for brain in self.left if self.decision else ():
            self.outcomes.append(perform(brain.UID, self.decision, self.comment))
            if time.monotonic() > end:
                break

    @property
    def left(self) -> list[Any]:
        """What is to be decided about, without what was refused before."""
        found = waiting(scope_of(self.context), self.wanted)
        return found[self.refused_before :]

    # What is shown

    @property
    def refused(self) -> int:
        """The number of all that could not be done so far."""
        return self.refused_before + sum(not one.done for one in self.outcomes)

    @cached_property
    def number(self) -> int:
        """The number of what waits now."""
        return len(waiting(scope_of(self.context), self.wanted))

    @property
    def number_left(self) -> int:
        """The number of what this decision has not come to yet."""
        return max(self.number - self.refused, 0)

    @property
    def source(self) -> str:
        return title_of(self.wanted.source)

    @property
    def words(self) -> Message | str:
        """What the set holds, if that is known."""
        return set_words(self.wanted.set_name)

    @property
    def draft_name(self) -> str:
        """What parts a draft of this set's form from those of the others."""
        return f"pbgdpl-review-set {self.wanted.source} {self.wanted.set_name}"

    @property
    def desk_url(self) -> str:
        """The address of the desk with the same filter."""
        query = {"tab": NAME, "source": self.wanted.source, "set": self.wanted.set_name}
        return f"{self.context.absolute_url()}/@@pbgdpl-review?{urlencode(query)}"
