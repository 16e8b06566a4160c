"""The tabs that the desk itself brings."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from DateTime import DateTime
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import LazyObjects
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.dates import LAST_DATE
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_APPROVE
from sonla.pbgdpl.editorial.desk_lines import VERB_MEND
from sonla.pbgdpl.editorial.history import last_step
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.pages.desk_sections import kind_of
from sonla.pbgdpl.editorial.query import barred_texts
from sonla.pbgdpl.editorial.query import drafts_of_user
from sonla.pbgdpl.editorial.query import not_harvested
from sonla.pbgdpl.editorial.query import sent_back
from sonla.pbgdpl.editorial.query import sent_by_user
from sonla.pbgdpl.editorial.query import waiting_for_user
from sonla.pbgdpl.editorial.states import PENDING
from sonla.pbgdpl.editorial.waiting import waiting_by_role
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import implementer

VERBS = {
    "pending_edit": _("button_edit_text", default="Edit"),
    "pending_approval": VERB_APPROVE,
}


def tabs_for(context: Any, request: Any) -> list[tuple[str, IDeskTab]]:
    """List the available tabs with the names under which they are registered."""
    found = [
        (name, tab)
        for name, tab in offered(getAdapters((context, request), IDeskTab))
        if tab.available()
    ]
    return sorted(found, key=lambda pair: pair[1].order)


class Tab(DeskSection, ABC):
    """What tabs have in common."""

    name = ""
    """The one under which it is registered, where it has lines."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """What addresses and forms carry along: what one line of the desk stands for."""
        alike = str(self.request.form.get("of", ""))
        return {"of": alike} if alike else {}

    @property
    def list_url(self) -> str:
        """The address of what one line stands for, up to the value that says it."""
        return f"{self.context.absolute_url()}/@@pbgdpl-review?tab={self.name}&of="

    def available(self) -> bool:
        """Return whether somebody is logged in: the tab is for all of them."""
        return not api.user.is_anonymous()

    def head(self) -> str:
        """Show nothing above the list."""
        return ""

    def number(self) -> int | None:
        """Count nothing while the tab isn't open: it takes looking at each text."""
        return None

    def texts(self) -> Sequence[Any]:
        """List all texts, or those that one line stands for."""
        alike = self.parameters.get("of")
        if alike is None:
            return self.listed
        url = f"{self.list_url}{alike}"
        uids = [line.uid for line in self.lines() if line.list_url == url]
        return LazyObjects(
            api.content.find(UID=uids, show_inactive=True, sort_on="sortable_title")
        )

    @cached_property
    def listed(self) -> Sequence[Any]:
        """All texts; a portal without a section has none."""
        return self.find(self.scope) if self.scope else []

    @abstractmethod
    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find the texts below `scope`."""

    def waiting_line(
        self, brain: Any, verb: Message, due: date | None = None
    ) -> DeskLine:
        """Return the line of what others sent; those of its kind, state, place and day are alike."""
        place = api.content.get_uuid(self.place_of(brain))
        alike = f"{brain.portal_type}.{brain.review_state}.{place}.{due or ''}"
        return self.line(brain, verb, due, f"{self.list_url}{alike}")

    def returned_line(self, item: Any) -> DeskLine:
        """Return the line of something that came back to the user, with what was said."""
        return DeskLine(
            item.Title() or item.getId(),
            page_url(item),
            VERB_MEND,
            kind=kind_of(item),
            place=place_title(item),
            remark=(last_step(item).get("comments") or "").strip(),
        )


@implementer(IDeskTab)
class WaitingTab(Tab):
    """List what the user must act on."""

    name = "waiting"
    title = _("label_tab_waiting", default="Waiting for me")
    order = 10
    help = _(
        "help_tab_waiting",
        default="What you can bring a step on, the longest wait first.",
    )
    empty = _(
        "msg_nothing_waiting",
        default="Nothing waits for you. When somebody sends you a text, it appears here.",
    )

    def lines(self) -> Iterator[DeskLine]:
        """Yield what others sent, by the catalog, and what came back to the user.

        What the user wrote waits for somebody else, where four eyes are asked for.
        """
        sent = waiting_by_role(
            self.scope, EDITORIAL_WORKFLOW, PENDING, **not_harvested()
        )
        barred = barred_texts(self.scope) if sent else ()
        for brain in sent:
            if brain.UID in barred:
                continue
            day = day_to_come(brain.effective)
            yield self.waiting_line(brain, VERBS[brain.review_state], day)
        for text in sent_back(self.scope) if self.scope else ():
            yield self.returned_line(text)

    def find(self, scope: Iterable[Any]) -> list[Any]:
        return waiting_for_user(scope)


@implementer(IDeskTab)
class DraftsTab(Tab):
    """List what the user has begun and not sent yet."""

    title = _("label_tab_drafts", default="My drafts")
    order = 15
    help = _(
        "help_tab_drafts",
        default="What you have begun and not sent yet, the last changed first. Nobody waits for it until you send it.",
    )
    empty = _("msg_no_drafts", default="You have no drafts that were not sent.")

    def number(self) -> int:
        """Count the drafts by the catalog."""
        return len(self.listed)

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find the user's drafts."""
        return drafts_of_user(scope)


@implementer(IDeskTab)
class SentTab(Tab):
    """List what the user has sent, and what became of it."""

    title = _("label_tab_sent", default="Sent by me")
    order = 20
    help = _(
        "help_tab_sent",
        default="Your own texts and where they are now; published ones of the last "
        "12 months.",
    )
    empty = _(
        "msg_nothing_sent",
        default="You have sent nothing yet. Write a text in your unit's folder, then "
        "press “Save and send”.",
    )

    def find(self, scope: Iterable[Any]) -> Sequence[Any]:
        """Find the user's own texts."""
        return sent_by_user(scope)


def day_to_come(moment: DateTime) -> date | None:
    """Return the day on which a text is to appear; None if none was chosen, or it has passed."""
    if not DateTime() < moment < LAST_DATE:
        return None
    return in_portal_zone(moment).date()
